"""Trainings that are recorded at chosen steps, looked at layer by layer, and played."""
