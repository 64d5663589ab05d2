"""`nnviz new-lesson` writes a lesson that is read without complaint; `nnviz lessons` lists it."""

import re
import subprocess
import sys

import pytest
import yaml

from nnviz.commands import main
from nnviz.commands.new_lesson import template
from nnviz.lessons.library import FOLDER, lessons, read_file


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return tmp_path


def test_a_new_lesson_is_a_valid_lesson(folder):
    assert main(["new-lesson", "why-depth", "--title", 'Why "depth": {helps} # at all', "--folder", str(folder)]) == 0
    lesson = read_file(folder / "why-depth.yaml")
    assert lesson.title == 'Why "depth": {helps} # at all'
    assert [step.id for step in lesson.steps] == ["the-network", "how-good"]
    assert lesson.steps[1].ask is not None and lesson.steps[0].do


def test_nnviz_check_accepts_a_new_lesson_and_every_key_that_is_commented_out(folder):
    file = folder / "why-depth.yaml"
    file.write_text(re.sub(r"# (?=(hide|lock|point): )", "", template("why-depth", "Why")), encoding="utf-8")
    assert read_file(file).steps[0].hide and read_file(file).steps[0].lock and read_file(file).steps[0].point
    command = [sys.executable, "-m", "nnviz.commands", "check", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "no problems found" in done.stdout, done.stdout + done.stderr


def test_a_new_lesson_is_listed_beside_those_of_the_package(folder, capsys):
    main(["new-lesson", "why-depth", "--folder", str(folder)])
    capsys.readouterr()
    assert main(["lessons"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == [lesson.name for lesson in lessons()] and "why-depth" in listed


def test_an_existing_file_is_never_overwritten(folder, capsys):
    (folder / "why-depth.yaml").write_text("mine", encoding="utf-8")
    assert main(["new-lesson", "why-depth", "--folder", str(folder)]) == 1
    assert (folder / "why-depth.yaml").read_text(encoding="utf-8") == "mine"
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Why depth", "../why", "own-thing", "", "a" * 100])
def test_a_name_that_is_none_is_refused(folder, name: str, capsys):
    assert main(["new-lesson", name, "--folder", str(folder)]) == 1
    assert "expected small letters, digits and hyphens" in capsys.readouterr().err
    assert not list(folder.iterdir())


def test_a_folder_that_is_none_is_refused_without_a_traceback(folder, capsys):
    assert main(["new-lesson", "why-depth", "--folder", str(folder / "none")]) == 1
    assert "none" in capsys.readouterr().err


def test_a_broken_file_is_named_and_makes_the_exit_code_1(folder, capsys):
    (folder / "broken.yaml").write_text("lesson: 1\nsteps: []\n", encoding="utf-8")
    assert main(["lessons"]) == 1
    assert "broken.yaml" in capsys.readouterr().err


def test_every_key_of_the_template_is_explained():
    text = template("why", "Why")
    assert yaml.safe_load(text)["lesson"] == 1
    assert text.count("#") > 12
