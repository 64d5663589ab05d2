"""Trains what a step of a lesson shows, without a browser, and keeps the messages that the live stage would have sent.

Frames are taken at steps ever further apart: what happens early happens fast. Between two stops, which the lesson's
actions make, they are kept in reels of about 30, so that the first picture needs one small file.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.experiments import Run, RunSettings
from nnviz.lessons.condition import Condition, read_condition
from nnviz.lessons.lesson import Action, Step
from nnviz.lessons.recording.reels import Reel, Stretch, Training
from nnviz.lessons.views import recipe_of
from nnviz.stage.camera import Camera, choose
from nnviz.stage.chunk import HISTORY_COLUMNS, Sample
from nnviz.stage.packing import frame_fields
from nnviz.stage.run_player import RunPlayer
from nnviz.stage.sequences.camera import SequenceCamera
from nnviz.stage.wire import Fields, pack_frame

USUAL_STEPS = 1000
"""How far a step is trained that says nothing of an end."""

MOST_STEPS = 20_000
"""How far at the most, where a condition stays unmet."""

PICTURES = 150
"""Frames of a stretch, about."""

REEL = 30
"""Frames of one file."""

SAMPLES = 8
"""Samples of a plane to choose from."""

SEQUENCES = 3
"""Sequences or images to choose from: each takes as much room as the rest of a frame."""

_OF_THE_SAMPLE = ("activations.", "pre_activations.", "predictions", "channel_maps.", "map_gradients.")
_OF_THE_RUN = ("numbers", "norms", "cell_norms", "survives")


def record_training(step: Step, coarse: bool = False, samples: int = SAMPLES) -> Training:
    """Train what a step on the Playground shows, through its actions and those of its reveal.

    Parameters
    ----------
    step : Step
        Whose view is one of the Playground.
    coarse : bool
        Whether maps have a quarter of the cells; those at a stop are whole.
    samples : int
        How many samples of a plane can be chosen; 1 records the one on view alone.

    Raises
    ------
    ValueError
        If the settings of the view cannot be carried out.
    """
    recorder = _Recorder(step, coarse, samples)
    stretches = [recorder.opening()]
    for action in (*step.do, *step.reveal):
        match action.kind:
            case "play":
                stretches.append(recorder.play(action))
            case "set":
                stretches.append(recorder.set(action))
            case _:
                pass
    if len(stretches) == 1:
        stretches.append(recorder.play(Action("play", until=f"step {recorder.player.run.step + USUAL_STEPS}")))
        stretches[-1] = replace(stretches[-1], words="")
    return Training(
        recorder.component,
        tuple(stretches),
        recorder.named,
        tuple(recorder.moments),
        recorder.player.run.batches.per_epoch,
    )


def still_of(step: Step) -> tuple[str, bytes]:
    """Return what draws a step on the Playground and the message of one picture.

    It is the one after the step's actions; where the step asks something, the one before them, which gives no answer.

    Raises
    ------
    ValueError
        If the settings of the view cannot be carried out.
    """
    recorder = _Recorder(step, False, 1)
    for action in () if step.ask else step.do:
        if action.kind == "play":
            recorder.play(action)
        elif action.kind == "set":
            recorder.set(action)
    return recorder.component, recorder.player.message_of([recorder.player.ahead.take()], -1)


class _Recorder:
    """The player of a step, and what was recorded of it so far."""

    def __init__(self, step: Step, coarse: bool, samples: int) -> None:
        recipe = recipe_of(step.view)
        self.player = RunPlayer(recipe.start)
        for _ in self.player.replaying(recipe) if recipe.step or recipe.changes else ():
            pass
        self.query = dict(step.view.query)
        self.coarse = coarse
        seen = self.player.ahead.camera
        self.component = "sequences" if isinstance(seen, SequenceCamera) else "stage"
        self.cameras = _cameras(seen, self.player.run, samples)
        self.known = -1
        self.moments = [(_named(self.player.run), self.player.run)]

    @property
    def named(self) -> tuple[Sample, ...]:
        """The samples that can be chosen."""
        return tuple(camera.sample for camera in self.cameras)

    def opening(self) -> Stretch:
        """Return the picture that stands there at first."""
        return Stretch((self._reel([self._whole()]),))

    def set(self, action: Action) -> Stretch:
        """Change settings, and return the picture after it."""
        self.query.update(action.settings)
        settings = RunSettings.from_query(self.query)[0]
        restarts = self.player.settings.must_restart(settings)
        self.player.apply(settings)
        if restarts:
            self.cameras = _cameras(self.player.ahead.camera, self.player.run, len(self.cameras))
            self.known = -1
        words = ", ".join(f"{name} {value}" for name, value in action.settings.items())
        return Stretch((self._reel([self._whole()]),), f"set {words}")

    def play(self, action: Action) -> Stretch:
        """Train until the action's condition is met, or for the usual number of steps."""
        begins, run = self.player.run.step, self.player.run
        until = read_condition(action.until) if action.until else Condition("step", ">=", begins + USUAL_STEPS)
        per_epoch = run.batches.per_epoch
        exact = {"step": until.bound, "epoch": until.bound * per_epoch}.get(until.quantity)
        last = int(min(begins + MOST_STEPS, exact if exact is not None else begins + MOST_STEPS))
        reels: list[Reel] = []
        frames: list[tuple[Any, list[bytes]]] = []
        met = False
        for goal in _steps(begins, last):
            frame = self.player.ahead.train(goal - self.player.run.step, coarse=self.coarse)
            frames.append(self._with_samples(frame))
            met = until.met(_values(frame))
            if len(frames) == REEL:
                reels.append(self._reel(frames, self.coarse))
                frames = []
            if met or self.player.ahead.over:
                break
        if frames:
            reels.append(self._reel(frames, self.coarse))
        if self.coarse or not reels:
            reels.append(self._reel([self._whole()]))
        self.moments.append((_named(self.player.run), self.player.run))
        return Stretch(tuple(reels), str(until), True, met)

    def _whole(self) -> tuple[Any, list[bytes]]:
        """Take the picture of this moment with whole maps."""
        return self._with_samples(self.player.ahead.take())

    def _with_samples(self, frame: Any) -> tuple[Any, list[bytes]]:
        """Return a frame with what is different in it for each sample."""
        run = self.player.run
        others = [replace(camera, grid=None, coarse_grid=None) for camera in self.cameras if isinstance(camera, Camera)]
        seen = [camera.frame(run, before=frame) for camera in others or self.cameras]
        return frame, [_bytes_of_sample(_fields_of(one)) for one in seen]

    def _reel(self, frames: Sequence[tuple[Any, list[bytes]]], coarse: bool = False) -> Reel:
        """Return the message that the stage would have sent with these frames."""
        message = self.player.message_of([frame for frame, _ in frames], self.known)
        self.known = self.player.newest
        header, body = unpacked(message)
        where = header.pop("frames")
        count, offset, size, layout = where["count"], where["offset"], where["size"], where["layout"]
        blocks = np.frombuffer(body, np.uint8)[offset : offset + count * size].reshape(count, size)
        different = [list(map(_as_bytes, one)) for one in zip(*(parts for _, parts in frames), strict=True)]
        fields = [(entry["offset"], _size(entry)) for entry in layout if _is_of_sample(entry["name"], self.component)]
        header["coarse"] = coarse
        if "scene_spec" in header:
            header["scene_spec"]["drawing"] = False  # there is nobody to draw a point for
        return Reel(
            header,
            body[:offset],
            layout,
            tuple(int(frame.step) for frame, _ in frames),
            blocks,
            np.array(different, np.uint8).reshape(len(different), count, -1),
            fields,
        )


def _named(run: Run) -> str:
    """Return what a moment is called."""
    return f"after step {run.step:,}" if run.step else "the first step"


def _as_bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


def unpacked(message: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the body of a message of the wire."""
    (size,) = struct.unpack_from("<I", message)
    return json.loads(message[4 : 4 + size]), message[4 + size :]


def _steps(begins: int, last: int) -> Iterator[int]:
    """Yield the steps at which frames are taken, ever further apart, as far as the last one."""
    far = np.unique(np.rint(np.geomspace(1.0, MOST_STEPS, int(1.9 * PICTURES))).astype(int)) + begins
    yield from (int(step) for step in far if step < last)
    if last > begins:
        yield last


def _values(frame: Any) -> dict[str, float]:
    """What a condition may look at."""
    point = dict(zip(HISTORY_COLUMNS, frame.point, strict=False))
    names = {"train_loss": "loss", "test_loss": "test loss", "train_accuracy": "accuracy"}
    names |= {"test_accuracy": "test accuracy"}
    return {names.get(name, name): value for name, value in point.items()}


def _cameras(seen: Camera | SequenceCamera, run: Run, samples: int) -> list[Any]:
    """Return the camera on view, and those on other samples that can be chosen."""
    if isinstance(seen, SequenceCamera):
        return [seen, *(seen.choose({"index": i}) for i in range(1, min(samples, SEQUENCES, len(seen.pictured))))]
    if seen.plane is None:
        most = min(samples, SEQUENCES if seen.shows_maps else SAMPLES, len(seen.pictured))
        return [seen, *(choose(seen, run, {"index": i}) for i in range(1, most))]
    part = "train" if run.data.test_is_train else "test"
    points = np.asarray(getattr(seen.plane, part), float)
    chosen = [seen]
    places = [np.asarray(seen.sample.position or points[0], float)]
    for _ in range(min(samples, len(points)) - 1):
        nearest = np.min([np.linalg.norm(points - place, axis=1) for place in places], axis=0)
        hit = int(nearest.argmax())
        x, y = points[hit]
        chosen.append(choose(seen, run, {"set": part, "index": hit, "x": float(x), "y": float(y)}))
        places.append(points[hit])
    return chosen


def _fields_of(frame: Any) -> Fields:
    return frame.fields if hasattr(frame, "fields") else frame_fields(frame)


def _is_of_sample(name: str, component: str = "stage") -> bool:
    """Whether an array of a frame is another one where another sample is chosen."""
    if component == "sequences":
        return name not in _OF_THE_RUN
    return name == "probabilities" or name.startswith(_OF_THE_SAMPLE)


def _bytes_of_sample(fields: Fields) -> bytes:
    """The arrays of a sample, one after the other, as a frame has them."""
    names = {name for name, _ in fields}
    component = "sequences" if "said" in names else "stage"
    packed = pack_frame(fields)
    mine = [entry for entry in packed.layout if _is_of_sample(entry["name"], component)]
    return b"".join(packed.data[entry["offset"] : entry["offset"] + _size(entry)] for entry in mine)


def _size(entry: dict[str, Any]) -> int:
    """How many bytes an array of a frame takes."""
    return int(entry["dtype"][1]) * int(np.prod(entry["shape"]))


def sample_words(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Return samples as a message tells them."""
    return [asdict(sample) for sample in samples]
