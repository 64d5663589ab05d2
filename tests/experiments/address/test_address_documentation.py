"""docs/addresses.md lists every key of every page, and its examples read as it says."""

import re
from pathlib import Path
from urllib.parse import parse_qsl

from tests.experiments.address.documentation import all_keys
from tests.experiments.address.records import BY_ROOM

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")


def test_the_document_lists_every_key_with_what_it_takes():
    assert all_keys() in TEXT, "run `python -m tests.experiments.address.documentation`"


def test_every_example_reads_without_a_message():
    examples = re.findall(r"^(\w+)\?(\S+)$", TEXT, re.MULTILINE)
    assert len(examples) >= 3
    for page, query in examples:
        kind = BY_ROOM["run" if page == "playground" else page]
        settings, messages = kind.from_query(dict(parse_qsl(query)))
        assert messages == () and settings != kind(), query
