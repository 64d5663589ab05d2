"""Which panels are shown of a case, and which of a mysterious patient: the same for all of them."""

from typing import Any

from nnviz.experiments.clinic import ClinicTrajectory, size_names
from nnviz.experiments.clinic.frame import HISTOGRAM_LIMIT
from nnviz.ui.clinic.state import CaseView

FAILING, WITH_REMEDY = "line-2", "line-1"
"""Colours of the two networks."""

_COLOURS = (FAILING, WITH_REMEDY)

Panel = dict[str, Any]


def panels(shown: CaseView, trajectories: tuple[ClinicTrajectory, ClinicTrajectory | None]) -> list[Panel]:
    """Return the panels from left to right, each column from top to bottom.

    Parameters
    ----------
    shown : CaseView
    trajectories : tuple of ClinicTrajectory
        Of the failing network and of the one with a remedy, if there is one.
    """
    drawn = []
    for k, trajectory in enumerate(trajectories):
        if trajectory is not None:
            drawn += [_network(shown, k), *_evidence(shown, k, trajectory)]
    if trajectories[1] is None:
        drawn += _more_evidence(trajectories[0]) if shown.mysterious else [_empty()]
    answers = [_outputs_and_corrections(2, 0)] if shown.mysterious and _has_binary_output(trajectories[0]) else []
    return drawn + _common(shown, trajectories) + answers


def names_of(shown: CaseView) -> list[str]:
    """Return what the two networks are called."""
    return ["Patient", f"Treated: {shown.remedy.title}" if shown.remedy is not None else ""]


def _network(shown: CaseView, lane: int) -> Panel:
    tall = not shown.mysterious and shown.case.name in ("overfitting", "shuffled")
    return {
        "kind": "network",
        "column": lane,
        "lane": lane,
        "title": names_of(shown)[lane],
        "height": 17 if tall else 9.5,
    }


def _empty() -> Panel:
    text = "The same network from the same seed will train here beside it, once you choose a treatment above."
    return {"kind": "words", "column": 1, "text": text}


def _evidence(shown: CaseView, lane: int, trajectory: ClinicTrajectory) -> list[Panel]:
    """What the case is known by, under its network."""
    place = {"column": lane, "lane": lane}
    if shown.mysterious:
        return [_mask(lane), _histograms(lane)]
    by_case: dict[str, Panel] = {
        "dead": _mask(lane),
        "saturated": _mask(lane),
        "diverged": _chain(lane, lane, trajectory),
        "symmetric": _units(lane, lane),
        "linear": {"kind": "product", "title": "One matrix", "height": 7.4, **place},
        "too_small": _updates(lane, lane),
        "unscaled": _inputs(lane, lane, trajectory),
        "wrong_loss": _outputs_and_corrections(lane, lane),
    }
    evidence = [by_case[shown.case.name]] if shown.case.name in by_case else []
    return [*evidence, *([_histograms(lane)] if shown.case.name in ("dead", "saturated", "unscaled") else [])]


def _more_evidence(trajectory: ClinicTrajectory) -> list[Panel]:
    """What else can be measured of a mysterious patient, in the column that is free as long as there is no remedy."""
    return [_chain(1, 0, trajectory), _units(1, 0), _updates(1, 0), _inputs(0, 0, trajectory)]


def _outputs_and_corrections(column: int, lane: int) -> Panel:
    return {
        "kind": "answers",
        "column": column,
        "lane": lane,
        "title": "Answers and corrections",
        "note": "wrong: red ring",
    }


def _has_binary_output(trajectory: ClinicTrajectory) -> bool:
    """Whether the output is one probability."""
    return trajectory.frames[0].outputs.size > 0 and trajectory.run.head.targets == "indicators"


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
        "low": -HISTOGRAM_LIMIT,
        "high": HISTOGRAM_LIMIT,
        "open": [True, True],
        "height": 7.5,
    }


def _chain(column: int, lane: int, trajectory: ClinicTrajectory) -> Panel:
    return _named(column, lane, "Largest number of each tensor, in order", size_names(trajectory.run), name="sizes")


def _inputs(column: int, lane: int, trajectory: ClinicTrajectory) -> Panel:
    names = tuple(f"x{i + 1}" for i in range(trajectory.run.data.train.X.shape[1]))
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


def _common(shown: CaseView, trajectories: tuple[ClinicTrajectory, ClinicTrajectory | None]) -> list[Panel]:
    """What both networks share axes for: losses, accuracies, gradient by layer."""
    lanes = [k for k, trajectory in enumerate(trajectories) if trajectory is not None]
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
        "marks": [{"value": trajectories[0].end.baseline_loss, "text": "guessing"}],
        "height": 9.5,
    }
    if len({trajectory.training.settings.loss_name for trajectory in trajectories if trajectory is not None}) == 2:
        loss |= {"title": "Loss / loss of guessing", "relative": True, "marks": [{"value": 1.0, "text": "guessing"}]}
    share = {"kind": "course", "column": 2, "title": "Accuracy", "share": True, "series": _series(lanes, (4, 5))}
    signal = {
        "kind": "layers",
        "column": 2,
        "title": "Gradient dZ by layer",
        "series": [{"name": "signal", "lane": k, "colour": _COLOURS[k], "link": f"lane-{k}"} for k in lanes],
        "height": 7.5,
    }
    labelled = len(trajectories[0].run.data.train.labels) > 0
    by_accuracy = labelled and (shown.mysterious or shown.case.name in ("overfitting", "shuffled", "linear"))
    by_units = shown.mysterious or shown.case.name in ("dead", "saturated", "unscaled")
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
        "title": "Fraction of saturated cells",
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
