"""The page "Convolution"."""
