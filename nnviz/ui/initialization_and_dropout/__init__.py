"""The page "Initialization and dropout"."""
