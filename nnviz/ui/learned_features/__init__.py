"""The page "What a layer has learned"."""
