"""What each topic of "Transformer" should have shown."""
