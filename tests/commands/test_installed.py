"""The wheel in an environment of its own: `nnviz run` opens the app from any folder, and its pages run."""

import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

import pytest

from scripts.driving import running_app
from tests.wheels import build_wheel

PAGE = """
from pathlib import Path
import nnviz
from nnviz.ui.shell.place import APP, PAGES
from nnviz.ui.shell.session import ENTERED
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.testing.v1 import AppTest

assert Path(nnviz.__file__).is_relative_to({environment!r}) and APP.is_relative_to({environment!r})
assert any(root == Path(nnviz.__file__).parent for _, root in scan_component_manifests())
page = AppTest.from_file(PAGES / "softmax.py", default_timeout=60)
page.session_state[ENTERED] = True
page.run()
assert not page.exception and page.get("bidi_component"), page.exception
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Path:
    """An environment with nnviz from its wheel, and with the packages that are installed here."""
    folder = tmp_path_factory.mktemp("installed")
    wheel = build_wheel(folder)
    environment = folder / "environment"
    venv.create(environment)
    python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    paths = sysconfig.get_paths(vars={"base": str(environment), "platbase": str(environment)})
    Path(paths["purelib"], "packages.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--ignore-installed", str(wheel)], check=True)
    return Path(paths["scripts"])


@pytest.mark.long
def test_nnviz_run_serves_the_installed_app_from_another_folder(environment, tmp_path):
    command = (str(environment / "nnviz"), "run", "--no-browser", "--projector", "--")
    with running_app(tmp_path, command, tmp_path) as server:
        for path in ("_stcore/health", "softmax", "_stcore/bidi-components/nnviz.drawings/drawings.js"):
            with urllib.request.urlopen(f"{server.url}/{path}") as answer:
                assert answer.status == 200 and answer.read(), path
        assert "?projector=1" in server.tail() and "Traceback" not in server.tail()


@pytest.mark.long
def test_a_page_of_the_installed_app_runs_and_its_drawings_are_found(environment, tmp_path):
    code = PAGE.format(environment=str(environment.parent))
    done = subprocess.run(
        [environment / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
