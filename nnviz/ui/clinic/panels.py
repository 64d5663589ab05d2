"""Which panels the ward shows of a case, and which of a mysterious patient: the same for all of them."""

from typing import Any

from nnviz.experiments.clinic import Course, size_names
from nnviz.experiments.clinic.looking import REACH
from nnviz.ui.clinic.state import Visit

ILL, TREATED = "line-2", "line-1"
"""Colours of the two networks."""

_COLOURS = (ILL, TREATED)

Panel = dict[str, Any]


def panels(visit: Visit, courses: tuple[Course, Course | None]) -> list[Panel]:
    """Return the panels from left to right, each column from top to bottom.

    Parameters
    ----------
    visit : Visit
    courses : tuple of Course
        Of the ill network and of the treated one, if there is one.
    """
    found = []
    for k, course in enumerate(courses):
        if course is not None:
            found += [_network(visit, k), *_evidence(visit, k, course)]
    if courses[1] is None:
        found += _more_evidence(courses[0]) if visit.mysterious else [_empty()]
    answers = [_answers(2, 0)] if visit.mysterious and _says_yes_or_no(courses[0]) else []
    return found + _common(visit, courses) + answers


def names_of(visit: Visit) -> list[str]:
    """Return what the two networks are called."""
    return ["Patient", f"Treated: {visit.remedy.title}" if visit.remedy is not None else ""]


def _network(visit: Visit, lane: int) -> Panel:
    tall = not visit.mysterious and visit.case.name in ("overfitting", "shuffled")
    return {
        "kind": "network",
        "column": lane,
        "lane": lane,
        "title": names_of(visit)[lane],
        "height": 17 if tall else 9.5,
    }


def _empty() -> Panel:
    text = "The same network from the same seed will train here beside it, once you choose a treatment above."
    return {"kind": "words", "column": 1, "text": text}


def _evidence(visit: Visit, lane: int, course: Course) -> list[Panel]:
    """What the case is known by, under its network."""
    place = {"column": lane, "lane": lane}
    if visit.mysterious:
        return [_mask(lane), _histograms(lane)]
    by_case: dict[str, Panel] = {
        "dead": _mask(lane),
        "saturated": _mask(lane),
        "diverged": _chain(lane, lane, course),
        "symmetric": _units(lane, lane),
        "linear": {"kind": "product", "title": "One matrix", "height": 7.4, **place},
        "too_small": _updates(lane, lane),
        "unscaled": _inputs(lane, lane, course),
        "wrong_loss": _answers(lane, lane),
    }
    found = [by_case[visit.case.name]] if visit.case.name in by_case else []
    return [*found, *([_histograms(lane)] if visit.case.name in ("dead", "saturated", "unscaled") else [])]


def _more_evidence(course: Course) -> list[Panel]:
    """What else can be measured of a mysterious patient, in the column that is free as long as it is not treated."""
    return [_chain(1, 0, course), _units(1, 0), _updates(1, 0), _inputs(0, 0, course)]


def _answers(column: int, lane: int) -> Panel:
    return {
        "kind": "answers",
        "column": column,
        "lane": lane,
        "title": "Answers and corrections",
        "note": "wrong: red ring",
    }


def _says_yes_or_no(course: Course) -> bool:
    """Whether the output is one probability."""
    return course.frames[0].outputs.size > 0 and course.run.head.targets == "indicators"


def _mask(lane: int) -> Panel:
    return {
        "kind": "mask",
        "column": lane,
        "lane": lane,
        "title": "Slope, units × samples",
        "note": "dark: largest, empty: 0",
        "height": 8,
    }


def _histograms(lane: int) -> Panel:
    return {
        "kind": "density",
        "column": lane,
        "lane": lane,
        "title": "Activations A by layer",
        "note": "darker: more of them",
        "low": -REACH,
        "high": REACH,
        "open": [True, True],
        "height": 7.5,
    }


def _chain(column: int, lane: int, course: Course) -> Panel:
    return _named(column, lane, "Largest number of each tensor, in order", size_names(course.run), name="sizes")


def _inputs(column: int, lane: int, course: Course) -> Panel:
    names = tuple(f"x{i + 1}" for i in range(course.run.data.train.X.shape[1]))
    return _named(column, lane, "Standard deviation of the inputs", names, fixed="inputs")


def _named(column: int, lane: int, title: str, names: tuple[str, ...], name: str = "", fixed: str = "") -> Panel:
    series = [{"name": name, "lane": lane, "colour": _COLOURS[lane], "link": f"lane-{lane}"}]
    panel = {"kind": "named", "column": column, "title": title, "names": names, "series": series, "foot": ""}
    return panel | ({"fixed": fixed} if fixed else {}) | {"height": 8.5}


def _units(column: int, lane: int) -> Panel:
    return {"kind": "units", "column": column, "lane": lane, "title": "Units of layer 1: all weights of each"}


def _updates(column: int, lane: int) -> Panel:
    series = [{"name": "update", "lane": lane, "colour": _COLOURS[lane], "link": f"lane-{lane}"}]
    title = "|change of W| / |W| of a step, by layer"
    return {"kind": "layers", "column": column, "title": title, "series": series, "height": 8.5, "change": True}


def _common(visit: Visit, courses: tuple[Course, Course | None]) -> list[Panel]:
    """What both networks share axes for: losses, accuracies, gradient by layer."""
    lanes = [k for k, course in enumerate(courses) if course is not None]
    keys = [{"title": "training", "colour": "ink"}, {"title": "test", "colour": "ink", "dash": True}]
    if len(lanes) == 2:
        names = ("patient", "treated")
        keys = [{"title": names[k], "colour": _COLOURS[k], "link": f"lane-{k}"} for k in lanes] + keys[1:]
    loss = {
        "kind": "course",
        "column": 2,
        "title": "Loss",
        "keys": keys,
        "series": _series(lanes, (2, 3)),
        "marks": [{"value": courses[0].end.guessing, "text": "guessing"}],
        "height": 9.5,
    }
    if len({course.patient.settings.loss_name for course in courses if course is not None}) == 2:
        loss |= {"title": "Loss / guessing's", "relative": True, "marks": [{"value": 1.0, "text": "guessing"}]}
    share = {"kind": "course", "column": 2, "title": "Accuracy", "share": True, "series": _series(lanes, (4, 5))}
    signal = {
        "kind": "layers",
        "column": 2,
        "title": "Gradient dZ by layer",
        "series": [{"name": "signal", "lane": k, "colour": _COLOURS[k], "link": f"lane-{k}"} for k in lanes],
        "height": 7.5,
    }
    labelled = len(courses[0].run.data.train.labels) > 0
    by_accuracy = labelled and (visit.mysterious or visit.case.name in ("overfitting", "shuffled", "linear"))
    by_units = visit.mysterious or visit.case.name in ("dead", "saturated", "unscaled")
    return [
        loss,
        *([share | {"height": 7.5}] if by_accuracy else []),
        signal,
        *([_shares(lanes)] if by_units else []),
    ]


def _shares(lanes: list[int]) -> Panel:
    """Flat and dead units by layer."""
    flat = [{"name": "saturated", "lane": k, "colour": _COLOURS[k], "link": f"lane-{k}"} for k in lanes]
    dead = [{"name": "dead", "lane": k, "colour": "ink", "link": "dead"} for k in lanes]
    series = [one for both in zip(flat, dead, strict=True) for one in both]
    keys = [{"title": "dead units", "colour": "ink", "link": "dead"}]
    return {
        "kind": "shares",
        "column": 2,
        "title": "Share of flat cells",
        "keys": keys,
        "series": series,
        "height": 6.5,
    }


def _series(lanes: list[int], columns: tuple[int, int]) -> list[dict[str, Any]]:
    return [
        {"lane": k, "column": column, "colour": _COLOURS[k], "dash": dash, "link": f"lane-{k}"}
        for k in lanes
        for column, dash in zip(columns, (False, True), strict=True)
    ]
