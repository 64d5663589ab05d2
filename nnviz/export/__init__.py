"""Exports of a run: a script, weights, tables, a page of figures, an address as a QR code."""
