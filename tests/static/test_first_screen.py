"""The page of the static site before any program of it runs: its folder, its policy, its lessons."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from nnviz.lessons.lesson import Lesson, Step, View
from nnviz.lessons.library import COURSE, lessons
from nnviz.lessons.recording.writing import record_lesson
from nnviz.ui.shell.catalogue import CATALOGUE
from scripts.static.lessons import PLACE, description

PAGE = (Path(__file__).parents[2] / "web" / "index.html").read_text(encoding="utf-8")
SCRIPT = re.search("<script>(.*?)</script>", PAGE, re.DOTALL)[1]
POLICY = re.search('Content-Security-Policy" content="([^"]*)"', PAGE)[1]


def test_the_page_knows_every_page_of_the_app_by_its_name():
    names = re.search(r"/\^\(\?:(.*?)\)\$/", SCRIPT)[1].split("|")
    missing = {entry.name for entry in CATALOGUE if entry.name != "home"} - set(names)
    assert not missing, f"add {missing} to the script of web/index.html, and its new hash to the policy"


def test_the_policy_lets_the_one_script_of_the_page_run_and_names_no_host():
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in POLICY
    assert "//" not in POLICY and "*" not in POLICY
    assert POLICY.startswith("default-src 'none';")
    assert "'unsafe-eval'" not in POLICY
    assert PAGE.count("<script>") == 1 and not re.search(r"\son\w+=", PAGE)


def test_the_first_screen_knows_of_a_lesson_where_its_steps_lie_and_which_of_them_move():
    found = {lesson.name: description(lesson, f"lessons/{lesson.name}/") for lesson in lessons()}
    assert set(COURSE) <= set(found)
    rates = found["learning-rates"]
    assert rates["steps"][0] == {"id": "three-rates", "address": "gradient_descent", "plays": True}
    assert rates["folder"] == "lessons/learning-rates/"
    assert not any(step["plays"] for step in found["sigmoid-layers"]["steps"]), "its training is the answer"


@pytest.mark.parametrize("place", [PLACE, "https://host/"])
def test_a_recording_may_name_the_app_above_it(tmp_path, place):
    lesson = Lesson("small", "Small", "", "en", "", (Step("one", View("loss"), say="A page."),))
    record_lesson(lesson, tmp_path, place=place)
    assert f'"place":"{place}"' in (tmp_path / "index.html").read_text(encoding="utf-8")
