"""The environment is made with a Python that is new enough and really runs, or the reason why not is given."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/make_venv.sh"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the Makefile is for systems with a POSIX shell")


def stand_in(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def make_venv(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script where only the tools that it uses and the stand-ins are on PATH."""
    for tool in ("id", "rm", "sh"):
        if not (folder / tool).exists():
            stand_in(folder, tool, "echo 1000" if tool == "id" else f'exec /bin/{tool} "$@"')
    command = ["/bin/sh", str(SCRIPT), str(folder / "venv"), *arguments]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


RUNS = f'[ "$1" = -m ] && {{ echo "venv made by $0"; exit 0; }}; exec "{sys.executable}" "$@"'
SHIM_WITHOUT_A_PYTHON = "echo 'python3.13: command not found' >&2; exit 127"
TOO_OLD = "exit 1"
WITHOUT_VENV = f"""case "$2" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@\""""


def test_a_shim_that_starts_nothing_is_passed_over(tmp_path):
    stand_in(tmp_path, "python3.13", SHIM_WITHOUT_A_PYTHON)
    stand_in(tmp_path, "python3.12", RUNS)
    done = make_venv(tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"venv made by {tmp_path}/python3.12" in done.stdout


def test_without_a_new_python_it_says_which_names_it_tried(tmp_path):
    stand_in(tmp_path, "python3", TOO_OLD)
    done = make_venv(tmp_path)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "python3.13, python3.12, python3.11, python3" in done.stderr


def test_a_python_that_was_named_is_not_replaced(tmp_path):
    stand_in(tmp_path, "python3", RUNS)
    stand_in(tmp_path, "mine", TOO_OLD)
    done = make_venv(tmp_path, "mine")
    assert done.returncode == 1
    assert "mine is that" in done.stderr


def test_a_python_without_venv_names_the_package_to_install(tmp_path):
    stand_in(tmp_path, "python3", WITHOUT_VENV)
    done = make_venv(tmp_path)
    assert done.returncode == 1
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in done.stderr


def test_a_complete_python_is_preferred_to_a_newer_one_without_venv(tmp_path):
    stand_in(tmp_path, "python3.13", WITHOUT_VENV)
    stand_in(tmp_path, "python3.11", RUNS)
    done = make_venv(tmp_path)
    assert f"venv made by {tmp_path}/python3.11" in done.stdout


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path):
    stand_in(tmp_path, "python3", RUNS)
    kept = tmp_path / "venv" / "thesis.txt"
    kept.parent.mkdir()
    kept.write_text("years of work", encoding="utf-8")
    done = make_venv(tmp_path)
    assert done.returncode == 1
    assert "is no virtual environment" in done.stderr
    assert kept.exists()
    assert os.listdir(kept.parent) == ["thesis.txt"]
