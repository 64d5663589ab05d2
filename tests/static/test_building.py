"""The static site is built from what was pinned, or not at all."""

import hashlib
import http.server
import json
import threading
from functools import partial
from pathlib import Path

import pytest

from scripts.static import __main__ as command
from scripts.static.gather import read_stand_ins
from scripts.static.pins import Pin, StaticSiteError, read_pins
from scripts.static.site import ROOT, WEB, build_site
from scripts.static.sources import FETCHERS
from tests.static.stand_ins import HEAD, Ingredients, write_stlite, write_wheel


def build(ingredients: Ingredients, out: Path, **options) -> dict:
    build_site(ingredients.pins, ingredients.sources(), out, web=ingredients.web, **options)
    return json.loads((out / "site.json").read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_site_holds_what_its_description_names(ingredients: Ingredients, tmp_path: Path):
    site = build(ingredients, tmp_path / "site")
    named = [site["stlite"], site["css"], site["pyodide"], *site["wheelUrls"].values()]
    for file, size in site["files"].items():
        assert (tmp_path / "site" / file).stat().st_size == size
    assert set(named) <= site["files"].keys()
    assert "stlite-9.9.9/index-1.js" in site["files"], "the module that stlite.js begins with"
    assert "stlite-9.9.9/later.js" not in site["files"]
    assert site["versions"]["streamlit"] == "1.62.0"
    for name in ("app.py", ".streamlit/config.toml"):
        assert (tmp_path / "site" / Path(name).name).read_bytes() == (ROOT / name).read_bytes()
    assert site["packages"] == ["anyio", "libopenssl", "narwhals", "nnviz", "numpy", "plotly", "ssl"]


def test_the_lock_names_each_wheel_with_its_hash_and_what_it_needs(ingredients: Ingredients, tmp_path: Path):
    pyodide = (tmp_path / "site" / build(ingredients, tmp_path / "site")["pyodide"]).parent
    text = (pyodide / "pyodide-lock.json").read_bytes()
    packages = json.loads(text)["packages"]
    for entry in packages.values():
        assert hashlib.sha256((pyodide / entry["file_name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert {path.name for path in pyodide.glob("*.whl")} | {"libopenssl-1.0.zip"} == {
        entry["file_name"] for entry in packages.values()
    }
    needs = {name: entry["depends"] for name, entry in packages.items()}
    assert needs["nnviz"] == ["numpy", "plotly"], "Streamlit comes with stlite"
    assert needs["anyio"] == ["ssl"]
    assert needs["plotly"] == ["narwhals"]
    assert needs["ssl"] == ["libopenssl"]
    assert pyodide.name == f"pyodide-{hashlib.sha256(text).hexdigest()[:8]}"


def test_a_host_without_rules_serves_the_page_for_every_address(ingredients: Ingredients, tmp_path: Path):
    build(ingredients, tmp_path / "site")
    site = contents(tmp_path / "site")
    assert site["404.html"] == site["index.html"] == (ingredients.web / "index.html").read_bytes()
    assert ".nojekyll" in site


def test_our_script_is_put_before_pyodide_which_is_else_as_it_was(ingredients: Ingredients, tmp_path: Path):
    program = tmp_path / "site" / build(ingredients, tmp_path / "site")["pyodide"]
    assert program.read_text(encoding="utf-8") == f'"use strict";\n{HEAD}\n"use strict";start();'
    assert not (tmp_path / "site" / "worker_head.js").exists()


def test_stlites_pages_ask_their_own_host_for_the_drawings_programs(ingredients: Ingredients, tmp_path: Path):
    build(ingredients, tmp_path / "site")
    chunk = (tmp_path / "site" / "stlite-9.9.9" / "index-1.js").read_text(encoding="utf-8")
    assert chunk == "export const a = new URL(self.location.origin);\n"
    program = tmp_path / "site" / "_stcore" / "bidi-components" / "nnviz.stage" / "stage.js"
    assert program.read_bytes() == (ROOT / "nnviz" / "stage" / "bundles" / "stage.js").read_bytes()


def test_the_works_of_others_are_named_with_their_licences(ingredients: Ingredients, tmp_path: Path):
    write_wheel(ingredients.files, "anyio", "2.0", licence="MIT")
    ingredients.write_pins()
    build(ingredients, tmp_path / "site")
    lines = (tmp_path / "site" / "licences.txt").read_text(encoding="utf-8").splitlines()
    assert {"@stlite/browser@9.9.9: Apache-2.0", "pyodide@8.8.8: MPL-2.0", "anyio==2.0: MIT"} <= set(lines)
    assert "numpy==1.0: as its files say" in lines


def test_what_is_left_out_is_reported(ingredients: Ingredients, tmp_path: Path):
    report = build_site(ingredients.pins, ingredients.sources(), tmp_path / "site", web=ingredients.web)
    files = contents(tmp_path / "site")
    assert not [name for name in files if name.endswith((".map", ".d.ts", "pins.toml"))]
    assert "of stlite 2 source maps and type declarations" in str(report)
    assert "of plotly-2.0-py3-none-any.whl 1 files" in str(report)
    assert report.sizes["all"][:2] == (len(files), sum(map(len, files.values())))
    first = json.loads(files["site.json"])["files"]
    assert report.sizes["a first visit"][:2] == (len(first), sum(first.values()))


def test_the_same_ingredients_give_the_same_bytes(ingredients: Ingredients, tmp_path: Path):
    build(ingredients, tmp_path / "one")
    for path in ingredients.files.iterdir():
        path.touch()
    build(ingredients, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("stlite-browser-9.9.9.tgz", "npm"),
        ("pyodide-8.8.8.tgz", "npm"),
        ("plotly-2.0-py3-none-any.whl", "PyPI"),
        ("numpy-1.0-cp313-cp313-pyodide_2025_0_wasm32.whl", "Pyodide's distribution"),
        ("libopenssl-1.0.zip", "Pyodide's distribution"),
    ],
)
def test_a_file_with_another_hash_is_refused(ingredients: Ingredients, tmp_path: Path, file: str, source: str):
    build(ingredients, tmp_path / "site")
    before = contents(tmp_path / "site")
    expected = hashlib.sha256((ingredients.files / file).read_bytes()).hexdigest()
    with (ingredients.files / file).open("ab") as changed:
        changed.write(b" ")
    given = hashlib.sha256((ingredients.files / file).read_bytes()).hexdigest()
    with pytest.raises(StaticSiteError) as refusal:
        build(ingredients, tmp_path / "site")
    for part in (file, source, f"expected sha256 {expected}", f"given    sha256 {given}"):
        assert part in str(refusal.value)
    assert contents(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_file_with_another_hash_is_passed_over_where_the_right_one_is_found(ingredients: Ingredients, tmp_path: Path):
    other = tmp_path / "distribution"
    other.mkdir()
    write_wheel(other, "anyio", "2.0", files={"rebuilt.py": b""})
    sources = ingredients.sources()
    sources.folders = (other, *sources.folders)
    report = build_site(ingredients.pins, sources, tmp_path / "site", web=ingredients.web)
    assert f"passed over: {other / 'anyio-2.0-py3-none-any.whl'} is not the file that was pinned" in str(report)
    [used] = (tmp_path / "site").rglob("anyio-2.0-py3-none-any.whl")
    assert used.read_bytes() == (ingredients.files / used.name).read_bytes()


def test_everything_that_is_missing_is_named_at_once(ingredients: Ingredients, tmp_path: Path):
    gone = ["narwhals-2.0-py3-none-any.whl", *(path.name for path in ingredients.compiled().values())]
    pins = {pin.file: pin for pin in [*ingredients.pins.wheels, *_compiled(ingredients)]}
    for file in gone:
        (ingredients.files / file).unlink()
    with pytest.raises(StaticSiteError, match="4 files are missing") as refusal:
        build(ingredients, tmp_path / "site")
    for file in gone:
        assert f"\n{pins[file].sha256}  {file}" in str(refusal.value)
    assert "PyPI, by pip download --no-deps narwhals==2.0:" in str(refusal.value)
    assert f"Pyodide's distribution, below {ingredients.pins.distribution}:" in str(refusal.value)
    assert '--wheels FOLDER"' in str(refusal.value)
    assert [path.name for path in tmp_path.iterdir()] == ["ingredients"]


def test_without_npm_the_tarballs_are_what_is_missing(ingredients: Ingredients, tmp_path: Path):
    (ingredients.files / "pyodide-8.8.8.tgz").unlink()
    with pytest.raises(StaticSiteError, match=r"npm, by npm pack pyodide@8.8.8:\n\w{64}  pyodide"):
        build(ingredients, tmp_path / "site")


def test_files_come_from_a_folder_then_from_earlier_downloads_then_from_their_source(
    ingredients: Ingredients, tmp_path: Path
):
    asked: list[str] = []

    def fetch(pins: list[Pin], folder: Path) -> str:
        asked.extend(pin.file for pin in pins)
        for pin in pins:
            (tmp_path / "kept" / pin.file).rename(folder / pin.file)
        return ""

    (tmp_path / "kept").mkdir()
    file = "plotly-2.0-py3-none-any.whl"
    (ingredients.files / file).rename(tmp_path / "kept" / file)
    for _ in range(2):
        build_site(ingredients.pins, ingredients.sources({"PyPI": fetch}), tmp_path / "site", web=ingredients.web)
        assert asked == [file], "once: the second build finds the download"


def test_what_is_compiled_is_fetched_from_the_distributions_address(ingredients: Ingredients, tmp_path: Path):
    served = tmp_path / "served"
    served.mkdir()
    for path in ingredients.compiled().values():
        path.rename(served / path.name)
    sources = ingredients.sources(FETCHERS)
    handler = partial(_Quiet, directory=str(served))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        ingredients.write_pins(f"http://127.0.0.1:{server.server_port}/")
        build_site(ingredients.pins, sources, tmp_path / "site", web=ingredients.web)
        (served / "ssl-1.0-cp313-cp313-pyodide_2025_0_wasm32.whl").unlink()
        (ingredients.folder / "downloads" / "ssl-1.0-cp313-cp313-pyodide_2025_0_wasm32.whl").unlink()
        with pytest.raises(StaticSiteError, match=r"1 file is missing[\s\S]*did not give them \(.*404"):
            build_site(ingredients.pins, sources, tmp_path / "site", web=ingredients.web)
        server.shutdown()


def test_a_package_that_the_lock_lacks_is_named_with_the_one_that_needs_it(ingredients: Ingredients, tmp_path: Path):
    ingredients.write_pyodide(numpy=["libopenblas", "ssl"])
    ingredients.write_pins()
    with pytest.raises(StaticSiteError, match="numpy needs libopenblas$"):
        build(ingredients, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_an_stlite_that_names_no_such_host_any_more_is_refused(ingredients: Ingredients, tmp_path: Path):
    write_stlite(ingredients, (), chunk=b"export const a = 1;")
    ingredients.write_pins()
    with pytest.raises(StaticSiteError, match="stlite should name"):
        build(ingredients, tmp_path / "site")


def test_a_package_that_pyodide_does_not_have_is_named(ingredients: Ingredients, tmp_path: Path):
    pins = ingredients.folder / "pins.toml"
    pins.write_text(pins.read_text(encoding="utf-8").replace('"numpy"', '"numpi"'), encoding="utf-8")
    with pytest.raises(StaticSiteError, match="Pyodide's lock has no numpi"):
        build(ingredients, tmp_path / "site")


@pytest.mark.parametrize(
    ("asks", "answer"),
    [
        ("numpy>=2", "streamlit-1.62.0-cp313-none-any.whl asks for numpy>=2, and the site has 1.0"),
        ("toml", "streamlit-1.62.0-cp313-none-any.whl asks for toml, and the site has none"),
    ],
)
def test_whatever_a_wheel_asks_for_has_to_be_there(ingredients: Ingredients, tmp_path: Path, asks: str, answer: str):
    write_stlite(ingredients, (asks,))
    ingredients.write_pins()
    with pytest.raises(StaticSiteError, match=answer):
        build(ingredients, tmp_path / "site")


def test_nnviz_itself_has_to_accept_the_streamlit_of_stlite(ingredients: Ingredients, tmp_path: Path):
    write_wheel(ingredients.own, "nnviz", "0.1.0", ("streamlit>=1.63",))
    with pytest.raises(StaticSiteError, match=r"nnviz-0.1.0-py3-none-any.whl asks for streamlit>=1.63, and .* 1.62.0"):
        build(ingredients, tmp_path / "site")


def test_a_stand_in_takes_the_place_of_a_file_and_the_site_says_so(ingredients: Ingredients, tmp_path: Path):
    folder = tmp_path / "stand-ins"
    folder.mkdir()
    other = write_wheel(folder, "numpy", "1.0", tag="cp313-cp313-somewhere_else")
    ingredients.compiled()["numpy"].unlink()
    stand_ins = read_stand_ins(folder, ingredients.pins)
    site = build(ingredients, tmp_path / "site", stand_ins=stand_ins)
    assert site["standIns"] == [other.name]
    assert f"pyodide-{site['pyodide'].split('/')[0][-8:]}/{other.name}" in site["files"]
    write_wheel(folder, "scipy", "1.0")
    with pytest.raises(StaticSiteError, match="stand-ins for scipy, which the site does not use"):
        read_stand_ins(folder, ingredients.pins)


def test_the_command_ends_with_what_is_missing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setattr(command, "FETCHERS", {})
    monkeypatch.setattr(command, "ROOT", tmp_path)
    assert command.main(["--out", str(tmp_path / "site")]) == 1
    said = capsys.readouterr().err
    pin = read_pins(WEB / "pins.toml").stlite
    assert f"npm, by npm pack @stlite/browser@{pin.version} pyodide@" in said
    assert f"\n{pin.sha256}  {pin.file}" in said
    assert not (tmp_path / "site").exists()


def _compiled(ingredients: Ingredients) -> list[Pin]:
    return [
        Pin(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), "", ingredients.pins.distribution + path.name)
        for path in ingredients.compiled().values()
    ]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_) -> None:
        pass
