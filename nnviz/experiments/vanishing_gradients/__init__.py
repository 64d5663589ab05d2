"""What the page "Vanishing gradients" computes: remedies, published results, singular values."""
