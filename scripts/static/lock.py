"""The reduced lock: what Pyodide reads to know which wheels there are, their hashes, and which needs which."""

import hashlib
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from scripts.static.pins import Pins, StaticSiteError
from scripts.static.wheels import Wheel

Lock = dict[str, Any]
"""A `pyodide-lock.json`: "info", and "packages" by canonical name."""

BESIDE = {"streamlit", "stlite-lib"}
"""What stlite brings itself, outside of the lock."""


def reduced_lock(pins: Pins, full: Lock, pure: dict[Path, Wheel], stand_ins: dict[str, Path]) -> Lock:
    """Return the lock of this site.

    The entries of what is compiled stand as they are in Pyodide's own lock; a stand-in has its own file and hash there.
    Each wheel of Python alone gets an entry from its metadata.
    """
    packages = {name: full["packages"][name] for name in pins.compiled}
    packages |= {wheel.name: _entry(path, wheel, pins) for path, wheel in pure.items()}
    for name in stand_ins.keys() & set(pins.compiled):
        packages[name] = packages[name] | {"file_name": stand_ins[name].name, "sha256": _sha256(stand_ins[name])}
    lock = {"info": full["info"], "packages": {name: packages[name] for name in sorted(packages)}}
    check_closure(lock)
    return lock


def check_closure(lock: Lock) -> None:
    """Raise StaticSiteError, naming each, if a package needs one that the lock lacks."""
    packages = lock["packages"]
    absent = [
        f"  {name} needs {need}"
        for name, entry in packages.items()
        for need in entry["depends"]
        if canonicalize_name(need) not in packages
    ]
    if absent:
        raise StaticSiteError(
            "\n".join(["the reduced lock is not whole; add what is missing to web/pins.toml:", *absent])
        )


def check_versions(wheels: list[Wheel], pins: Pins) -> None:
    """Check that whatever a wheel asks for is there, in a version it accepts: nobody may have to ask an index.

    Raises
    ------
    StaticSiteError
        Lists each wish that is not met, by the metadata of every wheel of the site, stlite's own among them.
    """
    there = {wheel.name: wheel.version for wheel in wheels}
    unmet = []
    for wheel in wheels:
        for need in wheel.requires:
            name = canonicalize_name(need.name)
            if name in pins.without.get(wheel.name, ()):
                continue
            if name not in there or not need.specifier.contains(there[name], prereleases=True):
                unmet.append(f"  {wheel.file} asks for {need}, and the site has {there.get(name, 'none')}")
    if unmet:
        raise StaticSiteError("\n".join(["what these wheels ask for is not met; mend web/pins.toml:", *unmet]))


def _entry(path: Path, wheel: Wheel, pins: Pins) -> dict[str, Any]:
    left_out = {*BESIDE, *pins.without.get(wheel.name, ())}
    needs = {canonicalize_name(need.name) for need in wheel.requires} - left_out
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.file,
        "install_dir": "site",
        "sha256": _sha256(path),
        "package_type": "package",
        "imports": list(wheel.imports),
        "depends": sorted(needs | set(pins.also.get(wheel.name, ()))),
        "unvendored_tests": False,
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
