"""What the page "Softmax" computes: probabilities, loss, Jacobian and gradient of one row of logits."""
