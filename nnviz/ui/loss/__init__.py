"""The page "Loss"."""
