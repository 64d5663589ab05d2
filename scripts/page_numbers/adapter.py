"""All that the recorder knows of nnviz from the inside: things are found by name, wherever their modules have moved."""

import importlib
import json
import pkgutil
import struct
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from scripts.page_numbers.addresses import CASES

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "pages"
DOCUMENTS = ("experiments.md", "own_data.md")

IGNORED = frozenset(
    {
        # who speaks to whom, which differs from run to run or from version to version
        "answer", "answers", "generation", "id", "key", "layout", "library", "n", "revision", "scene", "sequence",
        "version", "view", "wire", "speeds", "low_water", "kind", "type", "offset", "size",
        # how it looks
        "colour", "color", "colorscale", "config", "dash", "font", "link", "template", "themes",
    }
)  # fmt: skip
"""Keys of a message, or of a figure, that are no numbers of a network."""

ENTERED = "nnviz.entered"
"""The session's key that lets a page be opened without app.py."""

THINGS = {
    "presets": ("PRESETS",),
    "from_playground": ("from_playground",),
    "camera": ("camera", "Camera"),
    "pack": ("pack", "chunk_header"),
    "chunk": ("Chunk", "HISTORY_COLUMNS"),
    "clinic": ("CASES", "begin", "mechanism"),
    "complete": ("complete",),
    "depth": ("DepthSettings", "begin"),
    "dropout": ("draw_masks", "train_with_dropout"),
    "published": ("published", "NIELSEN"),
    "race": ("RaceSettings", "run_race"),
    "remedies": ("remedies", "measure_remedy"),
    "initializations": ("measure_initializations",),
}
"""Names that a module must have to be the one that is meant."""


def check_home() -> None:
    """Refuse to record another version's numbers: nnviz must be the one that lies beside this script."""
    import nnviz

    if not Path(nnviz.__file__).is_relative_to(ROOT):
        raise SystemExit(f"expected nnviz below {ROOT}, got {nnviz.__file__}; use that version's own environment")


@cache
def room(name: str) -> ModuleType:
    """Return the first module, outermost first, that has all the names of a thing."""
    wanted = THINGS[name]
    for path in sorted(_modules(), key=lambda path: (path.count("."), path)):
        module = importlib.import_module(path)
        if all(hasattr(module, one) and not isinstance(getattr(module, one), ModuleType) for one in wanted):
            return module
    raise LookupError(f"no module of nnviz has {' and '.join(wanted)}; put the new names into THINGS")


def thing(name: str) -> Any:
    """Return a thing by the first of its names."""
    return getattr(room(name), THINGS[name][0])


@cache
def _modules() -> tuple[str, ...]:
    """All modules that know nothing of Streamlit; a program that an import would start is left out."""
    nnviz = importlib.import_module("nnviz")
    found = pkgutil.walk_packages(nnviz.__path__, "nnviz.")
    return tuple(one.name for one in found if not one.name.startswith("nnviz.ui") and not one.name.endswith("__main__"))


def shared_caches() -> None:
    """Forget what pages share in this process, so that no address shows what an earlier one had computed."""
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()


Decoded = tuple[Mapping[str, Any], list[tuple[str, Any]]]


def decode(data: bytes, decoder: Callable[[bytes], Any] | None = None) -> Decoded:
    """Return header and arrays of a component's message.

    Two forms are known: that of the stage (arrays in blocks: scene, history, frames) and that of the drawings. A form
    that keeps "uint32 length, JSON, body" and lists of ``{name, shape, offset[, type]}``, or mappings of names to the
    rest of it, is read, too: its offsets count from the place that an ``offset`` beside it names, or from the start of
    the body. For any other form give ``decoder``.
    """
    if decoder is not None:
        header, arrays = decoder(data)
        return header, list(arrays.items())
    (size,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + size])
    body = data[4 + size :]
    arrays: list[tuple[str, Any]] = []
    if isinstance(points := header.get("history"), Mapping) and "rows" in points:
        columns = len(header["history_columns"])
        rows = np.frombuffer(body, "<f4", points["rows"] * columns, points["offset"])
        arrays.append(("history", rows.reshape(-1, columns)))
        header = header | {"history": {"since": points["since"]}}
    return _without_places(header, "", body, arrays), arrays


WIDTHS = {"f8": "<f8", "f4": "<f4", "u1": "u1", "i4": "<i4", "float64": "<f8", "float32": "<f4", "uint8": "u1"}


def _is_place(one: Any) -> bool:
    """Whether this says where an array lies."""
    return isinstance(one, Mapping) and {"name", "shape", "offset"} <= set(one)


def _without_places(part: Any, name: str, body: bytes, arrays: list[tuple[str, Any]]) -> Any:
    """Collect the arrays of every layout in a header, and return the header without the layouts."""
    if isinstance(part, list):
        return [_without_places(one, name, body, arrays) for one in part]
    if not isinstance(part, Mapping):
        return part
    left = {}
    for key, value in part.items():
        places = value
        if isinstance(value, Mapping) and value and all(isinstance(one, Mapping) for one in value.values()):
            places = [{"name": one_name, **one} for one_name, one in value.items()]
        if isinstance(places, list) and all(map(_is_place, places)) and (places or key in ("layout", "arrays")):
            arrays += _block(places, part if key == "layout" else {}, name, body)
        else:
            left[key] = _without_places(value, f"{name}{key}.", body, arrays)
    return left


def _block(places: list[Any], beside: Mapping[str, Any], name: str, body: bytes) -> Iterator[tuple[str, Any]]:
    """Read the arrays of one layout, again and again where there is a count of blocks beside it."""
    start, step = int(beside.get("offset", 0)), int(beside.get("size", 0))
    for i in range(int(beside.get("count", 1))):
        for one in places:
            kind = WIDTHS[str(one.get("type", one.get("dtype", "f8")))]
            array = np.frombuffer(body, kind, int(np.prod(one["shape"])), start + i * step + one["offset"])
            yield f"{name}{one['name']}", array.reshape(one["shape"])


def run_of(settings: Any, own: Any, steps: int) -> Any:
    """Train so many steps, or as many as there are before a stop rule."""
    from nnviz.experiments import advance, start

    return advance(start(settings, own), steps)


def losses(run: Any) -> dict[str, float]:
    """Losses and accuracies of a run."""
    found = run.evaluation
    return {name: getattr(found, name) for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")}


def frame_of(run: Any) -> list[tuple[str, Any]]:
    """Return the arrays that the stage gets of a run: the camera's own, and as they are packed."""
    camera = thing("camera")(run, 1)
    frame = camera.frame(run)
    chunk = thing("chunk")(sequence=1, generation=1, scene=1, playing=False, newest=run.step)
    packed = thing("pack")(camera.scene, chunk, [frame])
    return [("frame", frame), ("packed", dict(decode(packed)[1]))]


def finished(begun: Any) -> Any:
    """Train to the end what an experiment's `begin` returned."""
    return begun.run_to_end() if hasattr(begun, "run_to_end") else thing("complete")(begun)


def either(holder: Any, *names: str) -> Any:
    """Return the first of some attributes that there is."""
    for name in names:
        if hasattr(holder, name):
            return getattr(holder, name)
    raise LookupError(f"{holder!r:.60} has none of {', '.join(names)}; add the new name in adapter.py")


def _race(vary: str, data: str) -> Any:
    here = room("race")
    found = here.run_race(here.RaceSettings(seeds=10, epochs=3, vary=vary, dataset=data))
    return {"standings": either(found, "standings", "frames"), "verdict": either(found, "verdict", "ranking")}


def _case(name: str) -> Any:
    """A case of the clinic to its end, then with each remedy."""
    here = room("clinic")
    case = here.CASES[name]
    ill = finished(here.begin(either(case, "patient", "training")(seed=0)))
    rows = either(here, "course_rows", "trajectory_rows")(ill, "one")
    began = either(ill, "patient", "training")
    treated = {remedy.name: finished(here.begin(remedy.of(began))).frames for remedy in case.remedies}
    why = here.mechanism(name, either(ill, "run", "state"))
    return {"frames": ill.frames, "why": why, "rows": rows, "treated": treated}


def _mystery(seed: int) -> Any:
    here = room("clinic")
    found = here.mystery(seed=seed)
    course = finished(here.begin(either(found, "patient", "training")))
    said = either(here, "judge", "assess")(course, "vanishing")
    told = {"right": said.right, "sentence": said.sentence, "because": said.because}
    return {"frames": course.frames, "draws": found.draws, "told": told}


def _deep(**changes: Any) -> Any:
    here = room("depth")
    return finished(here.begin(here.DepthSettings(steps=60, **changes))).frames


def _published(name: str) -> Any:
    found = room("published").published(name)
    return found.compare(room("depth").begin(found.settings))


def _remedies() -> Any:
    here, settings = room("remedies"), room("depth").DepthSettings(steps=40, depth=6, width=12)
    return [here.measure_remedy(settings, remedy, seeds=2) for remedy in here.remedies(settings)]


def _initializations() -> Any:
    settings = room("depth").DepthSettings(activation="tanh", depth=5, steps=60)
    return room("initializations").measure_initializations(settings, seeds=3).rows()


def _dropout() -> Any:
    here = room("dropout")
    without, dropped = (here.train_with_dropout(rate, seeds=2, epochs=30) for rate in (0.0, 0.5))
    return {
        "without": without,
        "dropped": dropped,
        "verdict": either(here, "verdict", "compare_seeds")(without, dropped),
    }


def experiments() -> list[tuple[str, Callable[[], Any]]]:
    """Return experiments by name; each gives a record when it is called."""
    return [
        *((f"race of {v}", partial(_race, v, data)) for v, data in RACES.items()),
        *((f"clinic {name}", partial(_case, name)) for name in CASES),
        *((f"mystery {seed}", partial(_mystery, seed)) for seed in (1, 7)),
        ("depth tanh", partial(_deep, activation="tanh")),
        ("depth relu", partial(_deep, activation="relu", initializer="he_normal", optimizer="adam", depth=20)),
        ("depth circle", partial(_deep, data="circle", clip_norm=0.5, weight_scale=2.0, bias_scale=0.1, seed=3)),
        *((f"published {name}", partial(_published, name)) for name in PUBLISHED),
        ("remedies", _remedies),
        ("starts", _initializations),
        *((f"masks {rate}", lambda rate=rate: room("dropout").draw_masks(rate=rate, draws=200)) for rate in (0.2, 0.5)),
        ("dropout", _dropout),
    ]


RACES = {"activation": "circle", "optimizer": "xor", "depth": "spiral", "batch_size": "gauss"}
PUBLISHED = (
    "nielsen2", "nielsen3", "nielsen4", "glorot_standard", "glorot_normalized", "he", "he_xavier", "selu", "orthogonal",
    "orthogonal_not",
)  # fmt: skip
