"""The page of learned features by AppTest: six topics, predictions, estimators that are controls, tables and tensors."""

import numpy as np
import pytest

from nnviz.experiments.learned_features.settings import TOPICS
from tests.pages.messages import warnings
from tests.pages.reading import drawn, in_address, texts


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_drawn_before_the_first_step(run_page, topic):
    page = run_page("learned_features", topic=topic)
    assert not page.exception
    header, arrays = drawn(page, "learned")
    assert header["steps"] == [0] and header["total"] > 20 and not header["done"]
    parts = [part for panel in header["panels"] for part in panel.get("parts", [panel])]
    for part in parts:
        for series in [part, *part.get("series", []), *part.get("rows", [])]:
            name = series.get("name") if isinstance(series, dict) else None
            assert name is None or f"frame {name}" in arrays or name in arrays
    assert all(np.isfinite(array).all() for array in arrays.values())
