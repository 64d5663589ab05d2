"""What the page "Forward pass" computes: the steps of a pass, and decisions made from its output."""
