"""What the page "Neuron and activation functions" computes: curves, slopes, one neuron, a matrix."""
