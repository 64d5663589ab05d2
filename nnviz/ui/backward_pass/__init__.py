"""The page "Backward pass"."""
