"""`nnviz record` and `nnviz handout`: what they write, what they print, their exit codes."""

import pytest

from nnviz.commands import main
from nnviz.lessons.reading import read_lesson
from nnviz.ui.lessons.handout import handout

LESSON = """lesson: 1
title: A short lesson
steps:
  - id: one
    view: playground
    say: Watch.
    do:
      - play: until UNTIL
  - id: two
    view: loss
    say: A page.
"""


@pytest.fixture
def file(tmp_path):
    def written(until):
        path = tmp_path / "short.yaml"
        path.write_text(LESSON.replace("UNTIL", until), encoding="utf-8")
        return path

    return written


def test_a_lesson_is_recorded_and_its_size_is_told(file, tmp_path, capsys):
    assert main(["record", str(file("step 3")), str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "index.html").exists()
    assert " MB in " in capsys.readouterr().out


def test_a_condition_that_is_not_reached_is_told_and_ends_with_1(file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("nnviz.lessons.recording.training.MOST_STEPS", 30)
    assert main(["record", str(file("loss < 0.001")), str(tmp_path / "out")]) == 1
    assert "step one: loss < 0.001 was not reached" in capsys.readouterr().out


def test_a_handout_is_written_with_pictures_of_all_steps(file, tmp_path, capsys):
    target = tmp_path / "handout.html"
    assert main(["handout", str(file("step 3")), "-o", str(target), "--place", "https://nn.example.org"]) == 0
    assert target.read_text(encoding="utf-8").count("data-component=") == 2
    assert str(target) in capsys.readouterr().out


def test_a_place_that_is_none_is_refused(file, tmp_path, capsys):
    assert main(["handout", str(file("step 3")), "-o", str(tmp_path / "x.html"), "--place", "here"]) == 1
    assert "expected a place such as https://host/" in capsys.readouterr().err


def test_the_app_makes_a_handout_in_a_process_of_its_own(file):
    lesson = read_lesson(file("step 3").read_bytes(), "short", "short.yaml")
    assert handout(lesson).count("data-component=") == 2
