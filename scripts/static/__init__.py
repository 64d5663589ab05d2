"""Assembles the static site: nnviz in the browser alone, as files that any web host can serve (docs/static.md)."""
