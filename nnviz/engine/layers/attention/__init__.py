"""Attention, and what a transformer needs beside it: norms and positions."""
