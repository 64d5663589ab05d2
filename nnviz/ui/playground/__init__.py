"""The page "Playground": a live run, and the panels below its stage."""
