"""The page "Where networks learn"."""
