"""What a network may have to do: refused before it is built, with the numbers that are too many."""

import pytest

from nnviz.engine.limits import MAX_PRODUCTS, check_work


def test_as_many_multiplications_as_the_limit_are_allowed_and_one_sample_more_is_not():
    widths = (999, 1000)
    most = MAX_PRODUCTS // (1000 * 1000)
    check_work(most, widths)
    with pytest.raises(ValueError, match=r"expected at most 6,000 million .* got 6,001 million \(6,001 samples"):
        check_work(most + 1, widths)


def test_networks_of_different_widths_and_their_copies_are_summed():
    check_work(1000, (99, 100), (199, 100), copies=200)
    with pytest.raises(ValueError, match="use fewer samples, units, layers or networks"):
        check_work(1000, (99, 100), (199, 100), copies=201)
