"""The page "Transformer", a module for each of its topics."""
