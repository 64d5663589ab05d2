"""What the page "Gradient descent" computes: descent on a quadratic loss, batch noise, loss slices, stop rules."""
