"""The command line: what it lists, what it answers to faults, and its exit codes."""

from argparse import Namespace
from pathlib import Path

import pytest

import nnviz
from nnviz.commands import command_line, main
from nnviz.commands.command import Command


def with_command(monkeypatch: pytest.MonkeyPatch, run) -> None:
    monkeypatch.setattr(command_line, "commands", lambda: {"try": Command("try it", lambda parser: None, run)})


def test_help_lists_every_command_with_its_sentence(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    said = capsys.readouterr().out
    assert all(name in said and command.help.split()[0] in said for name, command in command_line.commands().items())
    assert "run" in command_line.commands()


@pytest.mark.parametrize("name", command_line.commands())
def test_every_command_explains_itself(name: str, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: nnviz {name} ")


def test_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"nnviz {nnviz.__version__}\n"


@pytest.mark.parametrize("wrong", [[], ["teach"], ["run", "--port", "many"]])
def test_wrong_arguments_are_refused_with_exit_code_2(wrong: list[str], capsys):
    with pytest.raises(SystemExit, match="2"):
        main(wrong)
    assert capsys.readouterr().err.startswith("usage: nnviz")


def test_the_exit_code_is_that_of_the_command(monkeypatch):
    with_command(monkeypatch, lambda options: 1)
    assert main(["try"]) == 1


@pytest.mark.parametrize("error", [ValueError("expected a lesson, got soup"), FileNotFoundError(2, "no such", "soup")])
def test_a_refusal_is_one_line_without_a_traceback(error: Exception, monkeypatch, capsys):
    def refuse(options: Namespace) -> int:
        raise error

    with_command(monkeypatch, refuse)
    assert main(["try"]) == 1
    said = capsys.readouterr().err
    assert said == f"nnviz try: {error}\n"


def test_a_fault_of_the_program_is_not_hidden(monkeypatch):
    def fail(options: Namespace) -> int:
        raise KeyError("a bug")

    with_command(monkeypatch, fail)
    with pytest.raises(KeyError):
        main(["try"])


def test_the_documentation_names_every_command():
    text = (Path(__file__).parents[2] / "docs" / "command_line.md").read_text(encoding="utf-8")
    assert not [name for name in command_line.commands() if f"| `nnviz {name}" not in text]
