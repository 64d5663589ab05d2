"""Which files the site is made of, each with its hash: `web/pins.toml` as records."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class StaticSiteError(Exception):
    """The site cannot be built; the message says why, and what to do."""


@dataclass(frozen=True)
class Pin:
    """One file that has to be exactly this one.

    Parameters
    ----------
    file
        Its name, as the source calls it.
    sha256
        Its hash, in hexadecimal digits.
    source
        Who hands it out: "npm", "PyPI" or "Pyodide's distribution".
    request
        What the source is asked for: `name@version`, `name==version`, or an address.
    """

    file: str
    sha256: str
    source: str
    request: str

    @property
    def version(self) -> str:
        """The version of what npm is asked for."""
        return self.request.rpartition("@")[2]


@dataclass(frozen=True)
class Pins:
    """All that `web/pins.toml` says.

    Parameters
    ----------
    stlite, pyodide
        The two tarballs from npm.
    wheels
        Wheels of Python alone, from PyPI.
    compiled
        Packages of Pyodide's distribution, by the names of its lock.
    distribution
        The address below which the distribution's files lie.
    trim
        Distribution name -> the folders that its wheel loses here.
    also
        Package -> what it needs without saying so in its metadata.
    without
        Package -> what its metadata asks for and the site leaves out.
    """

    stlite: Pin
    pyodide: Pin
    wheels: tuple[Pin, ...]
    compiled: tuple[str, ...]
    distribution: str
    trim: dict[str, tuple[str, ...]]
    also: dict[str, tuple[str, ...]]
    without: dict[str, tuple[str, ...]]

    def compiled_files(self, full_lock: dict[str, Any]) -> dict[str, Pin]:
        """Return package -> its file of the distribution, with the hash that Pyodide's own lock gives.

        Raises
        ------
        StaticSiteError
            A package that Pyodide's lock does not have.
        """
        packages = full_lock["packages"]
        unknown = [name for name in self.compiled if name not in packages]
        if unknown:
            raise StaticSiteError(f"Pyodide's lock has no {', '.join(unknown)}: mend [pyodide] in web/pins.toml")
        files = {name: (packages[name]["file_name"], packages[name]["sha256"]) for name in self.compiled}
        return {
            name: Pin(file, sha256, "Pyodide's distribution", self.distribution + file)
            for name, (file, sha256) in files.items()
        }


def read_pins(path: Path) -> Pins:
    """Read the pins from a TOML file."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    stlite, pyodide = (
        Pin(pin["file"], pin["sha256"], "npm", f"{name}@{pin['version']}")
        for name, pin in ((name, table["npm"][name]) for name in ("@stlite/browser", "pyodide"))
    )
    return Pins(
        stlite=stlite,
        pyodide=pyodide,
        wheels=tuple(Pin(file, sha256, "PyPI", _requirement(file)) for file, sha256 in table["pypi"].items()),
        compiled=tuple(table["pyodide"]["packages"]),
        distribution=table["pyodide"]["distribution"],
        trim=_tuples(table["trim"]),
        also=_tuples(table["also"]),
        without=_tuples(table["without"]),
    )


def has_hash(path: Path, pin: Pin) -> bool:
    """Return whether a file is the one that was pinned."""
    return _sha256(path) == pin.sha256


def check_hash(path: Path, pin: Pin) -> None:
    """Raise StaticSiteError if a file has not the pinned hash: it is not that file, whoever handed it out."""
    if not has_hash(path, pin):
        raise StaticSiteError(
            f"{path} is not the file that was pinned ({pin.source}, {pin.request}):\n"
            f"  expected sha256 {pin.sha256}\n  given    sha256 {_sha256(path)}\n"
            "Delete it to have it fetched again. If the same comes back, do not use it before you know why it changed."
        )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _requirement(file: str) -> str:
    name, version, _ = file.split("-", 2)
    return f"{name}=={version}"


def _tuples(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in table.items()}
