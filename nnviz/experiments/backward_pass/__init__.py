"""What the page "Backward pass" computes: the chain rule line by line, nudges, checks and mistakes."""
