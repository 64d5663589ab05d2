"""Toy data: points in a plane, drawn from a seed."""
