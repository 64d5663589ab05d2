"""What the drawing of the page of learned features shows: its panels, its own sliders, the numbers of its last line."""

from collections.abc import Callable
from math import pi
from typing import Any

from nnviz.experiments.learned_features.digits import NEIGHBOURS, PIXELS, SHOWN, layer_names
from nnviz.experiments.learned_features.grokking import UNDERSTOOD
from nnviz.experiments.learned_features.information import WIDTHS
from nnviz.experiments.learned_features.plane import LINES, POINTS, SEEDS, stage_names
from nnviz.experiments.learned_features.settings import LearnedFeaturesSettings
from nnviz.experiments.learned_features.units import MOST

Described = dict[str, Any]
HEIGHT = 12.8
"""Of the panels, in em: with the controls above and the line below they stand on one screen of 1280 x 720."""

COLOURS = ("class-0", "class-1", "class-2", "class-3", "class-4", "class-5")
"""One for each layer."""


def described(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    """Return panels, sliders and readings of a topic.

    Parameters
    ----------
    settings : LearnedFeaturesSettings
    answered : bool
        Whether the topic's question has been answered: what gives its answer away is left out before.
    """
    found = _OF_TOPIC[settings.topic](settings, answered)
    return {"local": [], "readings": [], "note": "", **found}


def _plane(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    names = stage_names(settings.plane_depth)
    local = [{"name": "stage", "label": "stage", "low": 0, "high": len(names) - 1, "step": 0.05}]
    local[0] |= {"value": len(names) - 1, "texts": list(names)}
    if settings.plane_width == 3:
        local.append({"name": "turn", "label": "turn", "low": -pi, "high": pi, "step": 0.05, "value": 0.6})
    readings = [_percent("correct in this network:", "accuracy", 0)]
    if settings.plane_width == 2:
        readings += [
            {"title": "determinant of the Jacobian:", "name": "determinant", "at": 0},
            {"title": "to", "name": "determinant", "at": 1},
            {"title": "", "name": "determinant", "at": 0, "sign": True},
        ]
    tally = {
        "kind": "course",
        "title": f"How many of {SEEDS} separate all samples",
        "series": [{"name": "solved", "at": 0, "colour": "ink"}] if answered else [],
        "low": 0,
        "high": SEEDS,
        "log": True,
        "height": HEIGHT / 2 - 1.4,
    }
    every = {
        "kind": "course",
        "title": "Accuracy of each network",
        "series": [{"name": "sorted", "at": k, "colour": "muted"} for k in range(SEEDS)] if answered else [],
        "low": 0.4,
        "high": 1.0,
        "percent": True,
        "log": True,
        "height": HEIGHT / 2 - 1.4,
    }
    plane = {
        "kind": "plane",
        "title": f"The plane on its way through network {settings.network}",
        "lines": LINES,
        "points": POINTS,
        "dimensions": settings.plane_width,
        "height": HEIGHT,
    }
    return {
        "columns": "minmax(0, 1.7fr) minmax(0, 1fr)",
        "panels": [plane, {"kind": "stack", "parts": [every, tally]}],
        "local": local,
        "readings": readings,
        "note": "" if answered else "Predict below, and the other networks are shown too.",
    }


def _percent(title: str, name: str, at: int) -> Described:
    return {"title": title, "name": name, "at": at, "percent": True}


def _layer_colour(i: int) -> str:
    return COLOURS[i % len(COLOURS)]


def _digits(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    names = layer_names(settings.depth)
    clouds = [
        {
            "kind": "cloud",
            "title": name,
            "label": f"The {SHOWN} digits in the plane of largest variance of: {name}",
            "name": "plane",
            "from": 2 * SHOWN * i,
            "count": SHOWN,
            "chosen": settings.sample - 1,
            "height": 7.0,
        }
        for i, name in enumerate(names)
    ]
    probe = {
        "kind": "course",
        "title": "Linear probe on test digits",
        "series": [{"name": "probe", "at": i, "colour": _layer_colour(i)} for i in range(len(names))]
        if answered
        else [],
        "keys": [{"title": name, "colour": _layer_colour(i)} for i, name in enumerate(names)],
        "low": 0.0,
        "high": 1.0,
        "percent": True,
        "log": True,
        "height": 7.2,
        "span": 2 if len(names) > 3 else 1,
    }
    near = {
        "kind": "tiles",
        "title": f"Nearest to digit {settings.sample}",
        "rows": [
            {"title": name, "name": "near", "from": (1 + NEIGHBOURS) * i, "count": 1 + NEIGHBOURS}
            | {"indices": True, "chosen": True}
            for i, name in enumerate(names)
        ],
        "height": 8.2,
        "span": len(names) - 2 if len(names) > 3 else len(names) - 1,
    }
    return {
        "columns": f"repeat({len(names)}, minmax(0, 1fr))",
        "narrow": 2,
        "panels": [*clouds, probe, near],
        "readings": [_percent("test accuracy", "accuracy", 0)],
    }


def _units(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    first = settings.layer == 1
    n_in = PIXELS if first else settings.units
    weights: Described
    if first:
        weights = {
            "kind": "tiles",
            "title": "Its weights, blue positive",
            "rows": [{"title": "", "name": "W", "from": 0, "count": 1, "signed": True}],
        }
    else:
        weights = {
            "kind": "curves",
            "title": f"Its weights on the {n_in} units before",
            "series": [{"name": "W", "from": 0, "count": n_in, "colour": "ink"}],
            "axis": "unit",
        }
    found = {
        "kind": "tiles",
        "title": "Input found by gradient ascent",
        "rows": [{"title": "", "name": "found", "from": 0, "count": 1, "signed": True}] if answered else [],
    }
    most = {
        "kind": "tiles",
        "title": "The nine digits that excite it most",
        "rows": [{"title": "", "name": "most", "from": 3 * i, "count": 3, "indices": True} for i in range(MOST // 3)],
    }
    readings = [{"title": "Z of the most exciting digit:", "name": "reached", "at": 0}]
    if answered:
        readings.append({"title": "of the input found:", "name": "reached", "at": 1})
    return {
        "columns": "repeat(3, minmax(0, 1fr))",
        "panels": [part | {"height": HEIGHT} for part in (most, weights, found)],
        "readings": [*readings, _percent("test accuracy", "accuracy", 0)],
    }


def _seeds(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    names = list(layer_names(settings.depth))
    matrix = {
        "kind": "matrix",
        "title": f"CKA of all layers: seed {settings.seed} (rows), seed {settings.seed + 1} (columns)",
        "name": "cka",
        "rows": names,
        "columns": names,
        "side": f"layers from seed {settings.seed + 1}",
        "height": HEIGHT,
        "veiled": not answered,
    }
    course = {
        "kind": "course",
        "title": "CKA of equal layers",
        "series": [{"name": "cka", "at": i * (len(names) + 1), "colour": _layer_colour(i)} for i in range(len(names))]
        if answered
        else [],
        "keys": [{"title": name, "colour": _layer_colour(i)} for i, name in enumerate(names)],
        "low": 0.0,
        "high": 1.0,
        "log": True,
        "height": HEIGHT - 1.4,
    }
    return {
        "columns": "minmax(0, 1.1fr) minmax(0, 1fr)",
        "panels": [matrix, course],
        "readings": [_percent(f"test accuracy of seed {settings.seed + k}:", "accuracy", k) for k in (0, 1)],
    }


def _information(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    titles = [f"{units}" for units in WIDTHS]
    colours = [_layer_colour(i) for i in range(len(WIDTHS))]
    trails = [
        {
            "kind": "trails",
            "title": f"{name}: a layer of 10, 7, 5, 4, 3 units",
            "name": "plane",
            "from": 2 * len(WIDTHS) * k,
            "colours": colours,
            "titles": titles,
            "x": [0, 12],
            "y": [0, 1],
            "axes": ["I(X; T) in bits", "I(T; Y) in bits"],
            "height": HEIGHT,
        }
        for k, name in enumerate(("tanh", "ReLU"))
    ]
    last = 2 * len(WIDTHS) - 2
    course = {
        "kind": "course",
        "title": "I(X; T) of the last hidden layer",
        "series": [
            {"name": "plane", "at": last, "colour": "line-0"},
            {"name": "plane", "at": last + 2 * len(WIDTHS), "colour": "line-1"},
        ],
        "keys": [{"title": "tanh", "colour": "line-0"}, {"title": "ReLU", "colour": "line-1"}],
        "low": 0,
        "high": 12,
        "log": True,
        "height": HEIGHT,
    }
    return {
        "columns": "repeat(3, minmax(0, 1fr))",
        "panels": [*trails, course],
        "readings": [_percent("correct of all 4096 inputs: tanh", "accuracy", 0), _percent("ReLU", "accuracy", 1)],
    }


def _grokking(settings: LearnedFeaturesSettings, answered: bool) -> Described:
    p = int(settings.modulus)
    courses = [
        {
            "kind": "course",
            "title": f"Pairs correct: {title}",
            "series": [
                {"name": "train", "at": k, "colour": "train"},
                *([{"name": "test", "at": k, "colour": "test"}] if answered else []),
            ],
            "keys": [{"title": "training", "colour": "train"}, {"title": "other", "colour": "test"}],
            "low": 0.0,
            "high": 1.0,
            "percent": True,
            "marks": [{"value": UNDERSTOOD, "text": "95 %"}] if answered else [],
            "height": HEIGHT / 2 - 0.4,
        }
        for k, title in enumerate((f"decay {settings.decay:g}", "no decay"))
    ]
    curves = [
        {
            "kind": "curves",
            "title": f"Weights of unit {settings.addition_unit}",
            "series": [
                {"name": "weights", "from": 2 * p * k, "count": p, "colour": "line-0"},
                {"name": "weights", "from": 2 * p * k + p, "count": p, "colour": "line-1"},
            ],
            "keys": [{"title": "on a", "colour": "line-0"}, {"title": "on b", "colour": "line-1"}],
            "axis": "a, b",
            "height": HEIGHT / 2 - 0.4,
        }
        for k in (0, 1)
    ]
    bars = [
        {
            "kind": "bars",
            "title": "Spectrum: share of a frequency",
            "name": name,
            "axis": "frequency",
            "height": HEIGHT / 2 - 0.4,
        }
        for name in ("spectrum", "spectrum without")
    ]
    return {
        "columns": "repeat(3, minmax(0, 1fr))",
        "panels": [courses[0], curves[0], bars[0], courses[1], curves[1], bars[1]],
        "readings": [
            _percent("largest frequency, median of all units: with decay", "concentration", 0),
            _percent("without", "concentration", 1),
        ],
        "note": "" if answered else "Predict below, and the other pairs are shown too.",
    }


_OF_TOPIC: dict[str, Callable[[LearnedFeaturesSettings, bool], Described]] = {
    "plane": _plane,
    "digits": _digits,
    "units": _units,
    "seeds": _seeds,
    "information": _information,
    "grokking": _grokking,
}
