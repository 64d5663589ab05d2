"""The page "Neuron and activation functions"."""
