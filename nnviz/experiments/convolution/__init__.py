"""What the page "Convolution" computes: a module, or a few of one prefix, for each of its topics."""
