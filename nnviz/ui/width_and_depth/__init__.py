"""The page "Width and depth"."""
