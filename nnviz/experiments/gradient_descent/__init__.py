"""What the page "Gradient descent" computes: walkers on a bowl, batch noise, loss slices, stop rules."""
