"""The page "Forward pass"."""
