"""The site's Python: Pyodide, every wheel beside it, and the reduced lock that names them."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.static.gather import Parts
from scripts.static.lock import Lock, check_versions, reduced_lock
from scripts.static.pins import Pins
from scripts.static.wheels import Wheel, build_own_wheel, read_wheel, rewrite_wheel

FILES = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")

STRICT = '"use strict";'


@dataclass(frozen=True)
class PythonFolder:
    """What was written: the folder, its lock, nnviz's own wheel, all wheels, and what was left out on the way."""

    folder: Path
    lock: Lock
    own: Wheel
    wheels: tuple[Wheel, ...]
    left_out: tuple[str, ...]


def write_python(site: Path, parts: Parts, pins: Pins, head: str) -> PythonFolder:
    """Write it below the site's folder; a script of ours is put before `pyodide.js`, which is else as it was.

    The folder's name holds the lock's hash: a browser or a proxy that kept files of an older site never mixes the two.

    Raises
    ------
    StaticSiteError
        The wheels do not fit together.
    """
    folder = site / "pyodide.partial"
    folder.mkdir()
    for name in FILES:
        shutil.copyfile(parts.pyodide / name, folder / name)
    program = folder / "pyodide.js"
    text = program.read_text(encoding="utf-8")
    strict = STRICT if text.startswith(STRICT) else ""  # it counts in the first place only
    program.write_text(f"{strict}\n{head}\n{text}", encoding="utf-8")

    for path in (*parts.compiled, *parts.stand_ins.values()):
        shutil.copyfile(path, folder / path.name)
    left_out = []
    for path in parts.pure:
        name = read_wheel(path).name
        if name not in pins.trim:
            shutil.copyfile(path, folder / path.name)
            continue
        files, size = rewrite_wheel(path, folder / path.name, pins.trim[name])
        left_out.append(f"of {path.name} {files} files ({size / 1e6:.1f} MB unpacked): {', '.join(pins.trim[name])}")
    own = build_own_wheel(folder)

    wheels = {path: read_wheel(path) for path in sorted(folder.glob("*.whl"))}
    check_versions([*wheels.values(), *map(read_wheel, sorted(parts.stlite.glob("wheels/*.whl")))], pins)
    pure = {path: wheel for path, wheel in wheels.items() if wheel.name not in pins.compiled}
    lock = reduced_lock(pins, parts.full_lock, pure, parts.stand_ins)
    text = json.dumps(lock, indent=1) + "\n"
    (folder / "pyodide-lock.json").write_text(text, encoding="utf-8")
    folder = folder.rename(site / f"pyodide-{hashlib.sha256(text.encode()).hexdigest()[:8]}")
    return PythonFolder(folder, lock, wheels[own], tuple(wheels.values()), tuple(left_out))
