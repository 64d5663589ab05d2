"""docs/lessons.md: its example is a lesson without a fault that has every key, and its lists are complete."""

import re

import pytest

import tests.quick_app_test  # noqa: F401  (what is the same for all runs, once)
from nnviz.experiments.yaml_files.nodes import MAX_BYTES
from nnviz.lessons import ask_reading, reading
from nnviz.lessons.check import check_lesson
from nnviz.lessons.condition import QUANTITIES
from nnviz.ui.lessons.check_views import look
from tests.lessons.documentation import DOCUMENT, measured_on_pages

TEXT = DOCUMENT.read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1]


def test_the_example_passes_the_whole_check(tmp_path):
    path = tmp_path / "two-ways.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    report = check_lesson(path, look)
    assert report.fine, str(report)


@pytest.mark.parametrize("key", [*reading.HEAD_KEYS, *reading.STEP_KEYS, *ask_reading.ASK_KEYS])
def test_every_key_is_in_the_example_and_in_a_table(key):
    assert re.search(rf"^[ -]*{key}:", EXAMPLE, re.MULTILINE)
    assert re.search(rf"^\|.*`{key}`.*\|.*\|$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("kind", reading.ACTION_KINDS)
def test_every_action_is_in_the_table(kind):
    assert re.search(rf"^\| `(?:{kind}|{kind}: .*)` \|", TEXT, re.MULTILINE)


def test_every_quantity_of_conditions_is_named():
    assert all(f"`{quantity} " in TEXT for quantity in QUANTITIES)


def test_all_measurements_are_listed():
    assert measured_on_pages() in TEXT, "run `python -m tests.lessons.documentation`"


def test_limits_are_those_of_the_reader():
    assert f"{MAX_BYTES:,} bytes" in TEXT
    assert f"at most {reading.MAX_SAY} characters" in TEXT
    assert f"1 to {reading.MAX_STEPS}" in TEXT
