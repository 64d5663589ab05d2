"""The page "Transformer": a small transformer that continues sequences, trained from its start."""
