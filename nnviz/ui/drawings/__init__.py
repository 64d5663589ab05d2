"""Mounts what is drawn in the browser: the live stage, the drawings of the pages, figures that are kept."""
