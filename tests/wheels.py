"""Builds nnviz as a package index would get it: a wheel from an sdist, in a copy that leaves the checkout alone."""

import tarfile
from pathlib import Path

from scripts.static.wheels import copy_sources, setuptools_build

ROOT = Path(__file__).parent.parent


def build_wheel(folder: Path) -> Path:
    """Build the wheel below a folder, without a network, and return its path."""
    setuptools_build("sdist", copy_sources(folder / "checkout"), folder)
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    setuptools_build("wheel", folder / archive.name.removesuffix(".tar.gz"), folder)
    [wheel] = folder.glob("*.whl")
    return wheel


def needed(path: Path) -> bool:
    """Whether a file of the package belongs into the wheel: all but what bundles are made from, and caches."""
    return "__pycache__" not in path.parts and path.parts[: len(ROOT.parts) + 3][-2:] != ("stage", "assets")
