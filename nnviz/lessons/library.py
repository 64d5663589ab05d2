"""Where lessons come from: the package, a folder that `NNVIZ_LESSONS` names, and files that a visitor uploads."""

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from nnviz.experiments.address.echo import echo
from nnviz.experiments.yaml_files.fields import is_slug
from nnviz.experiments.yaml_files.nodes import MAX_BYTES
from nnviz.experiments.yaml_files.problem import FileError, Problem
from nnviz.lessons.lesson import Lesson
from nnviz.lessons.reading import read_lesson

FOLDER = "NNVIZ_LESSONS"
"""The variable of the environment that names a folder with lessons."""

PACKAGED = Path(__file__).parent / "data"
"""The lessons that come with the app."""

COURSE = (
    "neuron",
    "softmax-cross-entropy",
    "backpropagation",
    "learning-rates",
    "sigmoid-layers",
    "dying-relu",
    "depth",
    "convolution",
    "memory",
    "attention",
)
"""The lessons of the package in the order in which a course takes them."""

OWN = "own-"
"""How the names of uploaded lessons begin."""

MAX_FILES = 200
"""Lessons of a folder that are read, by their names."""

MAX_NAME = 60
"""Letters of a lesson's name."""


def lessons() -> tuple[Lesson, ...]:
    """Return all lessons that can be used: those of the folder by their names, then those of the package as a course.

    A lesson of the folder takes the place of one of the package with the same name.
    """
    found = [_read(path) for path in _paths().values()]
    return tuple(lesson for lesson in found if isinstance(lesson, Lesson))


def problems() -> tuple[Problem, ...]:
    """Return what is wrong with the files that are no usable lessons."""
    found = [_read(path) for path in _paths().values()]
    refused = [problem for error in found if isinstance(error, FileError) for problem in error.problems]
    return (*_wrong_names(), *refused)


def lesson(name: str) -> Lesson:
    """Return one lesson of the folder or the package.

    Raises
    ------
    FileError
        If its file is wrong.
    ValueError
        If there is none of that name; with those that there are.
    """
    found = _read(path_of(name))
    if isinstance(found, FileError):
        raise found
    return found


def path_of(name: str) -> Path:
    """Return the file of a lesson of the folder or the package.

    Raises
    ------
    ValueError
        If there is none of that name; with those that there are.
    """
    paths = _paths()
    if name not in paths:
        known = ", ".join(paths) or "none"
        raise ValueError(f"expected the name of a lesson, one of {echo(known, 400)}, got {echo(name)}")
    return paths[name]


def read_file(path: Path) -> Lesson:
    """Read a lesson from a file.

    Raises
    ------
    FileError
        If the file cannot be read, or is wrong.
    """
    return read_lesson(bytes_of(path), path.stem, path.name)


def bytes_of(path: Path) -> bytes:
    """Return what stands in a file, as far as a lesson may go and one byte more.

    Raises
    ------
    FileError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        told = error.strerror or type(error).__name__
        raise FileError([Problem(path.name, 0, "", f"expected a file that can be read: {told}")]) from None


def read_upload(data: bytes, file: str = "lesson.yaml") -> Lesson:
    """Read an uploaded lesson; whoever calls keeps it. Its name is made of what it holds, ``own-`` and 16 digits.

    Raises
    ------
    FileError
        If the file is wrong.
    """
    return read_lesson(data, OWN + hashlib.sha256(data).hexdigest()[:16], echo(file) or "lesson.yaml")


def folder() -> Path | None:
    """Return the folder that the environment names; None where it names none."""
    named = os.environ.get(FOLDER, "")
    return Path(named) if named else None


def _files() -> Iterator[Path]:
    """Yield the files that may be lessons, those of the folder first."""
    for place in (folder(), PACKAGED):
        if place is not None and place.is_dir():
            files = sorted(path for path in place.iterdir() if path.suffix in (".yaml", ".yml"))[:MAX_FILES]
            yield from sorted(files, key=_in_course) if place == PACKAGED else files


def _in_course(path: Path) -> int:
    return COURSE.index(path.stem) if path.stem in COURSE else len(COURSE)


def _paths() -> dict[str, Path]:
    paths: dict[str, Path] = {}
    for path in _files():
        if _is_name(path.stem):
            paths.setdefault(path.stem, path)
    return paths


def _is_name(name: str) -> bool:
    return is_slug(name, MAX_NAME) and not name.startswith(OWN)


def _wrong_names() -> list[Problem]:
    wanted = f"expected small letters, digits and hyphens before .yaml, at most {MAX_NAME} and not beginning with {OWN}"
    named = folder()
    wrong = [Problem(echo(path.name), 0, "", wanted) for path in _files() if not _is_name(path.stem)]
    if named is not None and not named.is_dir():
        wrong.append(Problem(echo(str(named)), 0, "", f"expected a folder in {FOLDER}, got none of that name"))
    return wrong


def _read(path: Path) -> Lesson | FileError:
    try:
        state = path.stat()
    except OSError:
        return _read_once(path, 0, 0)
    return _read_once(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2 * MAX_FILES)
def _read_once(path: Path, modified: int, size: int) -> Lesson | FileError:
    """Read a file again only where it has changed."""
    try:
        return read_file(path)
    except FileError as error:
        return error
