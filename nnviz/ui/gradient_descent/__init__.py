"""The page "Gradient descent"."""
