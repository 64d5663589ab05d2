"""The page "Attention": the mechanism, number by number."""
