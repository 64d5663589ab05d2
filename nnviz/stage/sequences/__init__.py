"""What the live stage shows of a run on sequences: a network step by step, and the gradient back through time."""
