"""Wheels are read as the browser needs them, and written with the same bytes every time."""

import base64
import csv
import hashlib
import re
import tomllib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from packaging.requirements import Requirement

from scripts.static.pins import StaticSiteError, read_pins
from scripts.static.site import ROOT, WEB
from scripts.static.wheels import build_own_wheel, read_wheel, rewrite_wheel
from tests.static.stand_ins import write_wheel


def test_what_a_wheel_needs_is_what_it_needs_in_the_browser(tmp_path: Path):
    asks = (
        "a",
        "b; sys_platform == 'win32'",
        "c; extra == 'all'",
        "d>=2; python_version >= '3.13'",
        "e; os_name == 'nt'",
    )
    wheel = read_wheel(write_wheel(tmp_path, "Some_Thing", "1.0", asks))
    assert [str(need) for need in wheel.requires] == ["a", 'd>=2; python_version >= "3.13"']
    assert wheel.name == "some-thing"
    assert wheel.imports == ("Some_Thing",)


def test_a_rewritten_wheel_lists_exactly_what_it_holds(tmp_path: Path):
    source = write_wheel(tmp_path, "a", "1.0", files={"jupyter/x.js": b"xx", "jupyter/deep/y.js": b"y", "z.py": b"z"})
    target = tmp_path / "out.whl"
    assert rewrite_wheel(source, target, ("a/jupyter",)) == (2, 3)
    with ZipFile(target) as wheel:
        names = wheel.namelist()
        rows = {row[0]: row[1:] for row in csv.reader(wheel.read("a-1.0.dist-info/RECORD").decode().splitlines())}
        assert (
            names == sorted(names) == ["a-1.0.dist-info/METADATA", "a-1.0.dist-info/RECORD", "a/__init__.py", "a/z.py"]
        )
        assert rows.keys() == set(names)
        for name in rows.keys() - {"a-1.0.dist-info/RECORD"}:
            data = wheel.read(name)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            assert rows[name] == [f"sha256={digest}", str(len(data))]


def test_a_folder_that_a_wheel_does_not_have_cannot_be_left_out(tmp_path: Path):
    source = write_wheel(tmp_path, "a", "1.0")
    with pytest.raises(StaticSiteError, match="a-1.0-py3-none-any.whl has no folder 'a/labextension'"):
        rewrite_wheel(source, tmp_path / "out.whl", ("a/labextension",))


def test_equal_contents_are_equal_bytes_in_whatever_order_and_however_packed(tmp_path: Path):
    (tmp_path / "other").mkdir()
    one = write_wheel(tmp_path, "a", "1.0", files={"x.py": b"x" * 99, "y.py": b"y"})
    two = tmp_path / "other" / one.name
    with ZipFile(one) as source, ZipFile(two, "w", ZIP_DEFLATED) as other:
        for name in reversed(source.namelist()):
            other.writestr(name, source.read(name))
    assert one.read_bytes() != two.read_bytes()
    for source in (one, two):
        rewrite_wheel(source, source.with_suffix(".out"))
    assert one.with_suffix(".out").read_bytes() == two.with_suffix(".out").read_bytes()


@pytest.mark.long
def test_nnvizs_own_wheel_is_the_same_bytes_each_time_and_holds_the_pages(tmp_path: Path):
    (tmp_path / "again").mkdir()
    one, two = build_own_wheel(tmp_path), build_own_wheel(tmp_path / "again")
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()
    with ZipFile(one) as wheel:
        held = set(wheel.namelist())
    assert {"nnviz/app/app.py", "nnviz/app/pages/home.py", "nnviz/app/.streamlit/config.toml"} <= held


def test_the_pins_name_each_file_once_by_a_whole_hash_and_fit_what_nnviz_needs():
    pins = read_pins(WEB / "pins.toml")
    files = [pins.stlite, pins.pyodide, *pins.wheels]
    assert all(re.fullmatch("[0-9a-f]{64}", pin.sha256) for pin in files)
    names = [pin.request.partition("==")[0] for pin in pins.wheels]
    assert len({*names, *pins.compiled}) == len(names) + len(pins.compiled)
    assert pins.pyodide.version in pins.distribution
    versions = {pin.request.partition("==")[0]: pin.request.partition("==")[2] for pin in pins.wheels}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for need in map(Requirement, project["project"]["dependencies"]):
        assert need.name == "streamlit" or need.name in {*versions, *pins.compiled}
        assert need.specifier.contains(versions.get(need.name, next(iter(need.specifier)).version), prereleases=True)
