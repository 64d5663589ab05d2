"""The recorded lessons of the static site: they play while Python boots, and on any phone that it is too large for."""

from pathlib import Path
from typing import Any

from nnviz.lessons.lesson import Lesson, Step
from nnviz.lessons.library import COURSE, PACKAGED, read_file
from nnviz.lessons.recording.writing import record_lesson
from nnviz.lessons.views import address_of_view

PLACE = "../../"
"""From the folder of a recorded lesson to the app's, wherever the site lies."""


def record(folder: Path, names: tuple[str, ...] = COURSE) -> list[dict[str, Any]]:
    """Record lessons of the package, each into a folder of its name, and return what the first screen must know.

    Parameters
    ----------
    folder : Path
        `lessons/` of the site.
    names : tuple of str
        Which, in the order in which they are offered.

    Returns
    -------
    list of dict
        ``site.json`` has it as ``lessons``.
    """
    from nnviz.ui.lessons.capture import capture_page
    from nnviz.ui.lessons.check_views import quiet

    quiet()
    known = []
    for name in names:
        lesson = read_file(PACKAGED / f"{name}.yaml")
        record_lesson(lesson, folder / name, capture_page, PLACE)
        known.append(description(lesson, f"{folder.name}/{name}/"))
    return known


def description(lesson: Lesson, folder: str) -> dict[str, Any]:
    """Return what the first screen must know of a lesson that lies in a folder of the site."""
    steps = [{"id": step.id, "address": address_of_view(step.view), "plays": plays(step)} for step in lesson.steps]
    return {"name": lesson.name, "title": lesson.title, "folder": folder, "steps": steps}


def plays(step: Step) -> bool:
    """Return whether a step begins with something that moves, and gives nothing away by it."""
    return bool(step.do) and step.do[0].kind in ("play", "press")
