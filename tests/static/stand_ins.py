"""A small static site's ingredients, made on the spot: tarballs, wheels, a lock, pins, and pages of one's own."""

import hashlib
import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from scripts.static.pins import Pins, read_pins
from scripts.static.sources import Fetch, Sources

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:">
<base href="./">
<link rel="stylesheet" href="boot.css">
<script type="module" src="boot.js"></script>
</head>
<body><a href="https://example.org/">where it comes from</a></body>
</html>
"""

HEAD = "delete WebAssembly.promising;"

CHUNK = b'export const a = new URL("https://stlite.invalid/");\n'

COMPILED = ("libopenssl", "numpy", "ssl")

PURE = {"anyio": (), "plotly": ("narwhals>=1.15",), "narwhals": ()}
"""Wheels of Python alone, and what each asks for."""


@dataclass
class Ingredients:
    """A folder with every file, what the pins say, and the pages; change them before the build to break it."""

    folder: Path
    files: Path
    web: Path
    own: Path

    @property
    def pins(self) -> Pins:
        return read_pins(self.folder / "pins.toml")

    def sources(self, fetchers: dict[str, Fetch] | None = None) -> Sources:
        return Sources((self.files,), self.folder / "downloads", fetchers or {})

    def write_pins(self, distribution: str = "https://distribution.example/full/") -> None:
        def sha256(file: str) -> str:
            return hashlib.sha256((self.files / file).read_bytes()).hexdigest()

        lines = ["[npm]"]
        for name, version, file in (("@stlite/browser", "9.9.9", "stlite-browser-9.9.9.tgz"),
                                    ("pyodide", "8.8.8", "pyodide-8.8.8.tgz")):  # fmt: skip
            lines.append(f'"{name}" = {{ version = "{version}", file = "{file}", sha256 = "{sha256(file)}" }}')
        lines += ["[pyodide]", f'distribution = "{distribution}"', f"packages = {json.dumps(COMPILED)}", "[pypi]"]
        lines += [f'"{path.name}" = "{sha256(path.name)}"' for path in sorted(self.files.glob("*-py3-none-any.whl"))]
        lines += ["[trim]", 'plotly = ["plotly/labextension"]', "[also]", 'anyio = ["ssl"]', "[without]"]
        (self.folder / "pins.toml").write_text("\n".join(lines), encoding="utf-8")

    def write_pyodide(self, **more: list[str]) -> None:
        """Write Pyodide's tarball; keywords change what a package of its lock depends on."""
        packages = {
            name: {
                "name": name,
                "version": "1.0",
                "file_name": path.name,
                "install_dir": "site",
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "package_type": "package",
                "imports": [name],
                "depends": more.get(name, ["libopenssl"] if name == "ssl" else []),
            }
            for name, path in self.compiled().items()
        }
        lock = {"info": {"python": "3.13.2", "abi_version": "2025_0"}, "packages": packages | {"scipy": {}}}
        files = dict.fromkeys(
            ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"), b'"use strict";start();'
        )
        files |= {"pyodide-lock.json": json.dumps(lock).encode(), "package.json": b'{"license": "MPL-2.0"}'}
        write_tarball(self.files / "pyodide-8.8.8.tgz", files)

    def compiled(self) -> dict[str, Path]:
        return {name: next(self.files.glob(f"{name}-1.0*")) for name in COMPILED}


def make_ingredients(folder: Path) -> Ingredients:
    """Write every file of a site that can be built."""
    made = Ingredients(folder, folder / "files", folder / "web", folder / "own")
    for path in (made.files, made.web, made.own, folder / "stlite"):
        path.mkdir(parents=True)
    for name, requires in PURE.items():
        write_wheel(made.files, name, "2.0", requires, {"labextension/a.js": b"a"} if name == "plotly" else {})
    for name in ("numpy", "ssl"):
        write_wheel(made.files, name, "1.0", tag="cp313-cp313-pyodide_2025_0_wasm32")
    (made.files / "libopenssl-1.0.zip").write_bytes(b"a library")
    write_wheel(made.own, "nnviz", "0.1.0", ("streamlit>=1.62,<1.68", "numpy>=1", "plotly"))
    write_stlite(made, ("numpy<3", "anyio", "pyarrow; sys_platform != 'emscripten'"))
    made.write_pyodide()
    made.write_pins()
    (made.web / "index.html").write_text(PAGE, encoding="utf-8")
    (made.web / "boot.css").write_text("body { margin: 0 }", encoding="utf-8")
    (made.web / "boot.js").write_text("fetch('site.json', { cache: 'no-cache' });", encoding="utf-8")
    (made.web / "worker_head.js").write_text(HEAD, encoding="utf-8")
    (made.web / "pins.toml").write_text("", encoding="utf-8")
    return made


def write_stlite(made: Ingredients, streamlit_asks_for: tuple[str, ...], chunk: bytes = CHUNK) -> None:
    """Write stlite's tarball, with the two wheels that it brings."""
    wheels = [
        write_wheel(made.folder / "stlite", "streamlit", "1.62.0", streamlit_asks_for, tag="cp313-none-any"),
        write_wheel(made.folder / "stlite", "stlite_lib", "0.1.0"),
    ]
    files = {
        "package.json": b'{"license": "Apache-2.0"}',
        "build/stlite.js": b'import { a } from "./index-1.js";\nconst later = () => import("./later.js");\n',
        "build/index-1.js": chunk,
        "build/later.js": b"export {};\n",
        "build/stlite.css": b"",
        "build/stlite.js.map": b"{}",
        "build/stlite.d.ts": b"",
    }
    files |= {f"build/wheels/{wheel.name}": wheel.read_bytes() for wheel in wheels}
    write_tarball(made.files / "stlite-browser-9.9.9.tgz", files)


def write_wheel(
    folder: Path,
    name: str,
    version: str,
    requires: tuple[str, ...] = (),
    files: dict[str, bytes] | None = None,
    tag: str = "py3-none-any",
    licence: str = "",
) -> Path:
    """Write a wheel with one module and the metadata that matters here."""
    info = f"{name}-{version}.dist-info"
    wishes = "".join(f"Requires-Dist: {wish}\n" for wish in requires)
    wishes += f"License-Expression: {licence}\n" if licence else ""
    contents = {f"{name}/__init__.py": b"", **{f"{name}/{file}": data for file, data in (files or {}).items()}}
    contents[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{wishes}".encode()
    contents[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in contents).encode()
    path = folder / f"{name}-{version}-{tag}.whl"
    with ZipFile(path, "w") as wheel:
        for file, data in contents.items():
            wheel.writestr(file, data)
    return path


def write_tarball(path: Path, files: dict[str, bytes]) -> None:
    """Write a tarball as npm packs one."""
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
