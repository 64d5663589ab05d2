"""The files that say what nnviz needs agree with each other and name no machine."""

import re
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.wheels import build_wheel, needed

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
KINDS = ("", "-dev", "-lowest", "-parity")
REQUIREMENTS = [*(f"requirements{kind}.txt" for kind in KINDS), "requirements.lock"]


def entries(name: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def bounds(entry: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"([a-z0-9-]+)>=([\d.]+),<([\d.]+)", entry)
    assert match, f"{entry!r} lacks a lower or an upper bound"
    return match[1], match[2], match[3]


RANGES = {name: (low, high) for name, low, high in map(bounds, PROJECT["project"]["dependencies"])}
DEVELOPMENT = [bounds(entry) for entry in entries("requirements-dev.txt") if not entry.startswith("-r")]
LOCKED = dict(entry.split("==") for entry in entries("requirements.lock"))


def test_requirements_repeat_the_projects_dependencies_and_install_the_project_last():
    assert entries("requirements.txt") == [*PROJECT["project"]["dependencies"], "-e ."]


def test_the_lowest_versions_are_the_lower_bounds():
    lowest = dict(entry.split("==") for entry in entries("requirements-lowest.txt"))
    assert lowest.keys() == RANGES.keys()
    for name, version in lowest.items():
        low = numbers(RANGES[name][0])
        assert numbers(version)[: len(low)] == low


@pytest.mark.parametrize(("name", "low", "high"), [(n, *r) for n, r in RANGES.items()] + DEVELOPMENT)
def test_the_locked_version_lies_within_the_bounds(name: str, low: str, high: str):
    assert numbers(low) <= numbers(LOCKED[name]) < numbers(high)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_name_no_index_no_file_and_no_machine(name: str):
    text = "\n".join(entries(name))
    assert not re.search(r"://|--|@|\\|(^|\s)/", text)


def test_the_lock_holds_exact_versions_only():
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.!]+", entry) for entry in entries("requirements.lock"))


def test_the_wheel_made_from_the_sdist_has_the_app_its_pages_and_every_file_of_the_package(tmp_path: Path):
    with ZipFile(build_wheel(tmp_path)) as wheel:
        packed = set(wheel.namelist())
    app = {path.relative_to(ROOT) for path in (ROOT / "app.py", *(ROOT / "pages").glob("*.py"))}
    app |= {Path(".streamlit", "config.toml"), Path("pyproject.toml")}
    own = {path.relative_to(ROOT) for path in (ROOT / "nnviz").rglob("*") if path.is_file() and needed(path)}
    assert {f"nnviz/app/{path.as_posix()}" for path in app} | {path.as_posix() for path in own} <= packed
    assert not [name for name in packed if name.startswith(("tests", "nnviz/app/tests", "nnviz/app/nnviz"))]
