"""Logits of trained networks: real, repeatable, and as good as they say."""

import numpy as np
import pytest

from nnviz.experiments.trained.real_logits import REAL_SOURCES, real_logits


@pytest.mark.parametrize("source", REAL_SOURCES)
def test_the_accuracy_that_is_told_is_counted(source):
    found = real_logits(source)
    assert found.accuracy == pytest.approx(np.mean(found.logits.argmax(-1) == found.labels))
    assert found.accuracy > 0.9


def test_the_same_network_comes_out_every_time():
    np.testing.assert_array_equal(real_logits("iris").logits, real_logits("iris").logits)


def test_another_source_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="iris, digits"):
        real_logits("own")
