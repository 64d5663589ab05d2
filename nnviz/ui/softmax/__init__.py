"""The page "Softmax"."""
