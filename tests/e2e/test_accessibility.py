"""WCAG 2.2 AA on every page of the catalogue, as axe-core and our own checks see it (docs/accessibility.md)."""

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE
from tests.e2e.accessibility import Audit
from tests.topics import LATER


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_a_page_can_be_used_by_everybody(open_page, wait_for_app, name):
    found = Audit(open_page("" if name == "home" else name), wait_for_app).run()
    assert not found, f"{len(found)} findings\n" + "\n".join(map(str, found))


@pytest.mark.long
@pytest.mark.parametrize("address", LATER)
def test_a_topic_can_be_used_by_everybody(open_page, wait_for_app, address):
    found = Audit(open_page(address), wait_for_app).run()
    assert not found, f"{len(found)} findings\n" + "\n".join(map(str, found))
