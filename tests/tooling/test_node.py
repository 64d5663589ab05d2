"""Node from PyPI: it runs without any other Node, and what it installs is pinned and named without a registry."""

import json
import re
from pathlib import Path

import pytest

from scripts import node

ROOT = Path(__file__).parents[2]
PACKAGE = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
LOCK = (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_node_of_the_development_dependency_runs_and_finds_itself_first_on_the_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    told = tmp_path / "told"
    code = "require('fs').writeFileSync(process.argv[1], process.execPath + '\\n' + process.env.PATH)"
    assert node.main(["node", "-e", code, str(told)]) == 0
    program, path = told.read_text(encoding="utf-8").splitlines()
    assert Path(program).samefile(node.command("node")[0])
    assert Path(path.split(node.os.pathsep)[0]).samefile(Path(program).parent)


def test_the_exit_code_of_npm_is_handed_on(capfd):
    assert node.main(["npm", "--version"]) == 0
    assert re.match(r"\d+\.\d+", capfd.readouterr().out)
    assert node.main(["npm", "--silent", "run", "no-such-script"]) != 0


def test_other_programs_are_refused():
    with pytest.raises(ValueError, match="node or npm"):
        node.command("sh")
    assert node.main([]) == 2


def test_packages_are_pinned_exactly_and_the_lock_names_no_registry():
    wanted = PACKAGE["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    locked = json.loads(LOCK)["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert "resolved" not in LOCK and not re.search(r"registry", LOCK)
    assert PACKAGE["private"] is True and "dependencies" not in PACKAGE


def test_what_the_package_files_name_is_there():
    names = re.findall(r"(?<![*./\w])\w[\w/.-]*\.(?:js|json)\b", json.dumps(PACKAGE["scripts"]))
    assert names and all((ROOT / name).is_file() for name in names)
