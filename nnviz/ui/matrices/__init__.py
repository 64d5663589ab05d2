"""The page "Matrices"."""
