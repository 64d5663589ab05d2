"""The page "Vanishing gradients"."""
