"""One module a kind of layer: each turns X into A, and a gradient of A into a gradient of X."""
