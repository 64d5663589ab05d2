"""`nnviz check`: what it prints and its exit code."""

import pytest

from nnviz.commands import main
from tests.lessons.malformed import SHORT, with_step


@pytest.fixture
def file(tmp_path):
    def written(text):
        path = tmp_path / "short.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_a_lesson_without_a_fault_ends_with_0(file, capsys):
    assert main(["check", "--quick", file(SHORT)]) == 0
    assert capsys.readouterr().out.endswith("short.yaml: no problems found\n")


def test_a_fault_is_printed_with_its_line_and_ends_with_1(file, capsys):
    assert main(["check", "--quick", file(with_step("minute: 3"))]) == 1
    assert "short.yaml, line 7, steps[one].minute: expected a known key" in capsys.readouterr().out


def test_all_files_are_checked_though_the_first_is_wrong(file, capsys):
    assert main(["check", "--quick", "nowhere.yaml", "neuron"]) == 1
    assert "neuron.yaml: " in capsys.readouterr().out


def test_a_name_that_is_no_lesson_is_told(capsys):
    assert main(["check", "no-such-lesson"]) == 1
    assert "expected the name of a lesson, one of" in capsys.readouterr().err


def test_pages_are_run_unless_it_is_to_be_quick(file, capsys):
    assert main(["check", file(SHORT + "    hide: Nonsense\n")]) == 1
    assert "expected a name on the page playground, got Nonsense" in capsys.readouterr().out
