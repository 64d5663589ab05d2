"""What each topic of "Transformer" asks before it shows."""
