"""`make test-browsers` says what it needs, and the ordinary tests leave it out."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def collect(place: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Let pytest look for tests where no program is on PATH."""
    command = [sys.executable, "-m", "pytest", place, "--collect-only", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=ROOT, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


def test_what_is_missing_is_named_with_the_command_that_installs_it(tmp_path):
    done = collect("tests/browsers/every_page.py", tmp_path)
    assert done.returncode == 1
    assert "apt-get install --no-install-recommends firefox-esr webkit2gtk-driver xvfb" in done.stdout + done.stderr


def test_the_ordinary_tests_leave_other_browsers_out(tmp_path):
    assert collect("tests/browsers", tmp_path).returncode == 5, "no tests are found there"
