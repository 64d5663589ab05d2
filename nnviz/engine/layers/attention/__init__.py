"""Attention and what a transformer needs beside it: norms, positions, residual connections, a table used at both ends."""
