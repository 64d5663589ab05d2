"""How the entries of each tensor are computed, with their numbers: one module a kind of layer, the loss, the update."""
