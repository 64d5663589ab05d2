"""No page waits for Streamlit's own Plotly: figures are shown by `kept_figure`."""

import re

import nnviz
from scripts.driving import ROOT

CALL = re.compile(r"\bplotly_chart\(")


def test_no_page_uses_the_chart_that_fetches_plotly_before_anything_is_painted():
    files = [*(ROOT / "pages").glob("*.py"), *(ROOT / nnviz.__name__).rglob("*.py")]
    assert len(files) > 300
    assert [path.name for path in files if CALL.search(path.read_text(encoding="utf-8"))] == []
