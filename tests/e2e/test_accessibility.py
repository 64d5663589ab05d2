"""WCAG 2.2 AA on every page of the catalogue, as axe-core and our own checks see it (docs/accessibility.md)."""

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE
from tests.e2e.accessibility import Audit

# Rules whose findings are not mended yet: each commit that mends a kind takes its rule out.
PENDING = {
    "aria-prohibited-attr",
    "aria-required-children",
    "aria-required-parent",
    "color-contrast",
    "cut-off",
    "drawing-name",
    "empty-table-header",
    "heading-order",
    "label-content-name-mismatch",
    "nested-interactive",
    "reflow",
    "scrollable-region-focusable",
    "svg-img-alt",
    "target-size",
}


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_a_page_can_be_used_by_everybody(open_page, wait_for_app, name):
    found = [f for f in Audit(open_page("" if name == "home" else name), wait_for_app).run() if f.rule not in PENDING]
    assert not found, f"{len(found)} findings\n" + "\n".join(map(str, found))
