"""The page "Linear collapse"."""
