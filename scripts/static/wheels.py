"""What stands in wheels, wheels written anew with the same bytes every time, and nnviz's own."""

import base64
import csv
import hashlib
import io
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.static.pins import StaticSiteError

ROOT = Path(__file__).parents[2]

SOURCES = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "app.py", "pages", ".streamlit", "nnviz")
"""What nnviz's own wheel is made from."""

BROWSER = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": "3.13.2",
    "python_version": "3.13",
    "sys_platform": "emscripten",
}
"""How Pyodide answers the markers of a requirement."""


@dataclass(frozen=True)
class Wheel:
    """What a wheel says of itself.

    Parameters
    ----------
    file
        Its file name.
    name, version
        As the metadata gives them; the name in its canonical form, lower case with hyphens.
    requires
        What it needs in the browser: requirements whose markers hold there.
    imports
        The modules and packages at its top.
    licence
        Its licence, as the metadata names it.
    """

    file: str
    name: str
    version: str
    requires: tuple[Requirement, ...]
    imports: tuple[str, ...]
    licence: str


def read_wheel(path: Path) -> Wheel:
    """Read a wheel's metadata."""
    with ZipFile(path) as wheel:
        names = wheel.namelist()
        [metadata] = [name for name in names if name.count("/") == 1 and name.endswith(".dist-info/METADATA")]
        header = HeaderParser().parsestr(wheel.read(metadata).decode("utf-8"))
    asked = (Requirement(text) for text in header.get_all("Requires-Dist", []))
    tops = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith((".py", ".pyc", ".so"))}
    return Wheel(
        file=path.name,
        name=canonicalize_name(header["Name"]),
        version=header["Version"],
        requires=tuple(need for need in asked if need.marker is None or need.marker.evaluate(BROWSER)),
        imports=tuple(sorted(top for top in tops if top.isidentifier())),
        licence=_licence(header),
    )


def rewrite_wheel(source: Path, target: Path, without: tuple[str, ...] = ()) -> tuple[int, int]:
    """Write a wheel anew, files in order and without dates, so that equal contents are equal bytes.

    Parameters
    ----------
    without
        Folders inside the wheel that are left out, from its list of files too.

    Returns
    -------
    How many files were left out, and how many bytes they had unpacked.
    """
    with ZipFile(source) as wheel:
        sizes = {entry.filename: entry.file_size for entry in wheel.infolist() if not entry.is_dir()}
        left_out = {name for name in sizes if name.startswith(tuple(f"{folder.rstrip('/')}/" for folder in without))}
        contents = {name: wheel.read(name) for name in sorted(sizes.keys() - left_out)}
    for folder in without:
        if not any(name.startswith(f"{folder.rstrip('/')}/") for name in left_out):
            raise StaticSiteError(f"{source.name} has no folder {folder!r} to leave out: mend [trim] in web/pins.toml")
    [record] = [name for name in contents if name.endswith(".dist-info/RECORD")]
    contents[record] = _record(contents, record)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data in contents.items():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            wheel.writestr(entry, data)
    return len(left_out), sum(sizes[name] for name in left_out)


def build_own_wheel(folder: Path) -> Path:
    """Build nnviz's wheel below a folder, without a network, and return its path; equal sources give equal bytes."""
    with tempfile.TemporaryDirectory() as work:
        checkout = copy_sources(Path(work) / "checkout")
        setuptools_build("wheel", checkout, Path(work))
        [built] = Path(work).glob("*.whl")
        rewrite_wheel(built, folder / built.name)
        return folder / built.name


def copy_sources(checkout: Path) -> Path:
    """Copy what the wheel is made from, so that building leaves the working tree alone."""
    checkout.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__", "assets"))
        else:
            shutil.copy(ROOT / name, checkout / name)
    return checkout


def setuptools_build(kind: str, source: Path, target: Path) -> None:
    """Build a "wheel" or an "sdist" with the setuptools of this environment."""
    code = f"from setuptools import build_meta; build_meta.build_{kind}({str(target)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, check=False, capture_output=True, text=True)
    if done.returncode:
        raise StaticSiteError(f"nnviz's own {kind} could not be built:\n{done.stderr}")


def _licence(header: Message) -> str:
    classified = [text.rpartition(" :: ")[2] for text in header.get_all("Classifier", []) if text.startswith("License")]
    named = header["License-Expression"] or ", ".join(classified) or header["License"] or ""
    return named.strip().partition("\n")[0] or "as its files say"


def _record(contents: dict[str, bytes], record: str) -> bytes:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for name, data in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        writer.writerow((name, "", "") if name == record else (name, f"sha256={digest}", len(data)))
    return lines.getvalue().encode()
