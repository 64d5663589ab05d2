"""Recipes of runs: changes made during a run, and replaying them to get the same numbers, bit for bit."""
