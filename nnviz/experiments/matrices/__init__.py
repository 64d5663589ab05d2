"""What the page "Matrices" computes: products, linear models, operators, ranks."""
