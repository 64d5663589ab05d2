"""Builds nnviz as a package index would get it: a wheel from an sdist, in a copy that leaves the checkout alone."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "app.py", "pages", ".streamlit", "nnviz")


def build_wheel(folder: Path) -> Path:
    """Build the wheel below a folder, without a network, and return its path."""
    checkout = folder / "checkout"
    checkout.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__", "assets"))
        else:
            shutil.copy(ROOT / name, checkout / name)
    _build("sdist", checkout, folder)
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    _build("wheel", folder / archive.name.removesuffix(".tar.gz"), folder)
    [wheel] = folder.glob("*.whl")
    return wheel


def needed(path: Path) -> bool:
    """Whether a file of the package belongs into the wheel: all but what bundles are made from, and caches."""
    return "__pycache__" not in path.parts and path.parts[: len(ROOT.parts) + 3][-2:] != ("stage", "assets")


def _build(kind: str, source: Path, target: Path) -> None:
    code = f"from setuptools import build_meta; build_meta.build_{kind}({str(target)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True)
