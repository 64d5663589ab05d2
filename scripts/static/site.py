"""The site itself: puts every file in its place and writes `site.json`, which tells the page's program where."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scripts.static.components import put_components
from scripts.static.gather import NO_STAND_INS, Parts, gather
from scripts.static.hosts import check_own_files
from scripts.static.pins import Pins, StaticSiteError
from scripts.static.python_folder import PythonFolder, write_python
from scripts.static.report import Report, sizes
from scripts.static.sources import Sources
from scripts.static.wheels import read_wheel

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"

BASE = '<base href="./">'
"""What stands in `web/index.html`; another base takes its place when the site is built for one folder of a host."""

HEAD = "worker_head.js"
"""Of our own programs the one that stands before Pyodide's: there JSPI is switched off."""

UNNEEDED = (".map", ".d.ts")
"""What no browser asks for unless somebody debugs stlite."""

IMPORT = re.compile(r"""^import\b[^"'(]*["'](\./[^"']+)["']""", re.MULTILINE)
"""A module that a program loads before it begins; those that it loads later are written `import(...)`."""

Record = Callable[[Path], list[dict[str, Any]]]
"""Writes the recorded lessons into a folder, and returns what `site.json` says of them."""


def build_site(
    pins: Pins,
    sources: Sources,
    out: Path,
    *,
    web: Path = WEB,
    base: str = "",
    record: Record | None = None,
    stand_ins: dict[str, Path] = NO_STAND_INS,
) -> Report:
    """Build the site beside its place, then put it there: a build that stops leaves no half of a site.

    Parameters
    ----------
    pins, sources
        What it is made of, and who finds it.
    out
        The folder of the site; one that stands there already is replaced.
    web
        The pages and programs that are nnviz's own.
    base
        The folder of the host that the site is for, as "/nnviz/"; empty: any.
    record
        Writes recorded lessons; None leaves them out.
    stand_ins
        Package -> a file that takes its place, unchecked: for trials, never for a site that others use.

    Raises
    ------
    StaticSiteError
        Files are missing, or are not those that were pinned, or do not fit together.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    site = out.with_name(f"{out.name}.partial")
    shutil.rmtree(site, ignore_errors=True)
    with tempfile.TemporaryDirectory() as work:
        parts = gather(pins, sources, Path(work), out, stand_ins)
        try:
            _own_files(web, site, base)
            stlite = site / f"stlite-{pins.stlite.version}"
            shutil.copytree(parts.stlite, stlite, ignore=lambda _, names: {n for n in names if n.endswith(UNNEEDED)})
            put_components(site, stlite)
            python = write_python(site, parts, pins, (web / HEAD).read_text(encoding="utf-8"))
            lessons = record(site / "lessons") if record else []
            _describe(site, stlite, python, pins, parts, lessons)
            _name_licences(site, python, pins, parts)
            check_own_files(site)
        except BaseException:
            shutil.rmtree(site, ignore_errors=True)
            raise
        left_out = (_left_out_of_stlite(parts.stlite), *python.left_out)
    shutil.rmtree(out, ignore_errors=True)
    site.rename(out)
    return Report(
        out, left_out, tuple(sources.passed_over), tuple(path.name for path in stand_ins.values()), sizes(out)
    )


def _own_files(web: Path, site: Path, base: str) -> None:
    ignored = shutil.ignore_patterns("pins.toml", HEAD, "__pycache__")
    shutil.copytree(web, site, ignore=ignored, copy_function=shutil.copyfile)
    shutil.copyfile(ROOT / "app.py", site / "app.py")  # boot.js puts it behind entry.py
    shutil.copyfile(ROOT / ".streamlit" / "config.toml", site / "config.toml")  # and hands this to stlite as a file
    page = site / "index.html"
    if not page.is_file():
        raise StaticSiteError(f"{web} has no index.html")
    if base:
        text = page.read_text(encoding="utf-8")
        if text.count(BASE) != 1:
            raise StaticSiteError(f"{web / 'index.html'} should have {BASE} once, so that --base can replace it")
        if not (base.startswith("/") and base.endswith("/")) or quote(base) != base:
            raise StaticSiteError(f"--base is a folder of the host such as /nnviz/, not {base!r}")
        page.write_text(text.replace(BASE, f'<base href="{base}">'), encoding="utf-8")
    shutil.copyfile(page, site / "404.html")
    (site / ".nojekyll").touch()  # GitHub Pages then serves the files as they are


def _describe(
    site: Path, stlite: Path, python: PythonFolder, pins: Pins, parts: Parts, lessons: list[dict[str, Any]]
) -> None:
    wheels = {read_wheel(path).name: path for path in stlite.glob("wheels/*.whl")}
    if wheels.keys() != {"streamlit", "stlite-lib"}:
        raise StaticSiteError(f"stlite should bring wheels of streamlit and stlite-lib, and brings {sorted(wheels)}")
    # What every visit needs before the first page stands; charts, fonts and the like come when they are used.
    first = [*wheels.values(), *_with_imports(stlite / "stlite.js"), stlite / "stlite.css", *python.folder.iterdir()]
    description = {
        "stlite": _address(site, stlite / "stlite.js"),
        "css": _address(site, stlite / "stlite.css"),
        "wheelUrls": {
            "stliteLib": _address(site, wheels["stlite-lib"]),
            "streamlit": _address(site, wheels["streamlit"]),
        },
        "pyodide": _address(site, python.folder / "pyodide.js"),
        "packages": list(python.lock["packages"]),
        "requirements": [],
        "files": {_address(site, path): path.stat().st_size for path in sorted(first)},
        "lessons": lessons,
        "standIns": sorted(path.name for path in parts.stand_ins.values()),
        "versions": {
            "nnviz": python.own.version,
            "stlite": pins.stlite.version,
            "streamlit": read_wheel(wheels["streamlit"]).version,
            "pyodide": pins.pyodide.version,
            "python": parts.full_lock["info"]["python"],
        },
    }
    (site / "site.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")


def _name_licences(site: Path, python: PythonFolder, pins: Pins, parts: Parts) -> None:
    lines = []
    for pin, folder in ((pins.stlite, parts.stlite.parent), (pins.pyodide, parts.pyodide)):
        package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        lines.append(f"{pin.request}: {package['license']}")
    lines += [f"{wheel.name}=={wheel.version}: {wheel.licence}" for wheel in python.wheels]
    text = "This site is made of nnviz and of these works, under the licences that their metadata names.\n\n"
    (site / "licences.txt").write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


def _with_imports(program: Path) -> set[Path]:
    found: set[Path] = set()
    ahead = [program]
    while ahead:
        path = ahead.pop()
        if path not in found:
            found.add(path)
            ahead += [path.parent / name for name in IMPORT.findall(path.read_text(encoding="utf-8"))]
    return found


def _address(site: Path, path: Path) -> str:
    return quote(path.relative_to(site).as_posix())


def _left_out_of_stlite(build: Path) -> str:
    unneeded = [path.stat().st_size for path in build.rglob("*") if path.name.endswith(UNNEEDED)]
    return f"of stlite {len(unneeded)} source maps and type declarations ({sum(unneeded) / 1e6:.1f} MB)"
