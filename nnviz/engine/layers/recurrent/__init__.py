"""Recurrent layers: the same weights at every step of a sequence, and a state that goes from step to step."""
