"""Data with an order: sequences of symbols or numbers, and what a network should say after or along them."""
