"""Small transformers that continue sequences of symbols: how they are trained, and what their heads look at."""
