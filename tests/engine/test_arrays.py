import numpy as np
import pytest

from nnviz.engine.arrays import product


@pytest.mark.parametrize(
    ("left", "right"),
    [((10, 3), (3, 4)), ((5, 10, 3), (5, 3, 4)), ((10, 3), (5, 3, 4)), ((5, 10, 3), (3, 4)), ((2, 1, 4, 3), (6, 3, 2))],
)
def test_the_product_is_the_one_of_the_at_sign_whatever_stands_in_front(left, right):
    rng = np.random.default_rng(3)
    A, B = rng.normal(size=left), rng.normal(size=right)
    np.testing.assert_allclose(product(A, B), A @ B, rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(product(B.mT, A.mT), (A @ B).mT, rtol=1e-14, atol=1e-14)
