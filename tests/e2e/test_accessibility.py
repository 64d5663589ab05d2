"""WCAG 2.2 AA, as axe-core and our own checks see it, in every view of every page and topic (docs/accessibility.md).

`test_every_page.py` audits each page of the catalogue where it has opened it, in fewer views.
"""

import pytest

from nnviz.ui.shell.catalogue import CATALOGUE
from tests.e2e.accessibility import Audit
from tests.topics import LATER

PAGES = ["" if entry.name == "home" else entry.name for entry in CATALOGUE]


@pytest.mark.long
@pytest.mark.parametrize("address", [*PAGES, *LATER])
def test_a_page_can_be_used_by_everybody_in_every_view(open_page, wait_for_app, address):
    found = Audit(open_page(address), wait_for_app, whole=True).run()
    assert not found, f"{len(found)} findings\n" + "\n".join(map(str, found))
