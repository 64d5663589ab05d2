"""Brings together everything that the site is made of, each file checked, before anything is written."""

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from scripts.static.pins import Pins, StaticSiteError
from scripts.static.sources import Sources

NO_STAND_INS: dict[str, Path] = {}


@dataclass(frozen=True)
class Parts:
    """All that was found, on this disk.

    Parameters
    ----------
    stlite, pyodide
        The folders that npm's tarballs were unpacked into.
    full_lock
        Pyodide's own `pyodide-lock.json`.
    pure, compiled
        Wheels from PyPI, and files of the distribution, as their sources hand them out.
    stand_ins
        Package -> a file that takes its place, for trials where the real one is out of reach.
    """

    stlite: Path
    pyodide: Path
    full_lock: dict[str, Any]
    pure: tuple[Path, ...]
    compiled: tuple[Path, ...]
    stand_ins: dict[str, Path]


def gather(pins: Pins, sources: Sources, work: Path, out: Path, stand_ins: dict[str, Path] = NO_STAND_INS) -> Parts:
    """Find every file, and unpack the tarballs into a working folder.

    Raises
    ------
    StaticSiteError
        Files are missing (all of them are listed), or are not those that were pinned.
    """
    pure = [pin for pin in pins.wheels if canonicalize_name(pin.request.partition("==")[0]) not in stand_ins]
    found = sources.find([pins.stlite, pins.pyodide, *pure])
    full_lock: dict[str, Any] = {"packages": {}}
    compiled = []
    if pins.pyodide.file in found:
        pyodide = _unpack(found[pins.pyodide.file], work / "pyodide")
        full_lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
        compiled = [pin for name, pin in pins.compiled_files(full_lock).items() if name not in stand_ins]
        found |= sources.find(compiled)
    sources.refuse_if_missing(out)
    return Parts(
        stlite=_unpack(found[pins.stlite.file], work / "stlite") / "build",
        pyodide=pyodide,
        full_lock=full_lock,
        pure=tuple(found[pin.file] for pin in pure),
        compiled=tuple(found[pin.file] for pin in compiled),
        stand_ins=stand_ins,
    )


def read_stand_ins(folder: Path, pins: Pins) -> dict[str, Path]:
    """Return which package each file of a folder stands in for.

    Raises
    ------
    StaticSiteError
        A file that belongs to no package of the site.
    """
    known = {canonicalize_name(pin.request.partition("==")[0]) for pin in pins.wheels} | set(pins.compiled)
    files: dict[str, Path] = {canonicalize_name(path.name.split("-")[0]): path for path in sorted(folder.iterdir())}
    unknown = sorted(files.keys() - known)
    if unknown:
        raise StaticSiteError(f"{folder} has stand-ins for {', '.join(unknown)}, which the site does not use")
    return files


def _unpack(tarball: Path, folder: Path) -> Path:
    with tarfile.open(tarball) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"
