"""What the page "Loss" computes: losses as curves, one neuron under two losses, the losses of a batch."""
