"""Figures: numbers become plots; `theme` holds every colour."""
