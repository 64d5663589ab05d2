"""Settings become a run: data, network and training, moved on step by step and never changed in place."""
