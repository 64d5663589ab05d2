"""Takes pictures of a run on sequences: what every layer does at every step of one sequence, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.datasets import SEQUENCE_DATASETS, symbols_of
from nnviz.engine import Array
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments import Run
from nnviz.experiments.run.through_time import norms_of, probe
from nnviz.stage.chunk import HISTORY_COLUMNS, Sample
from nnviz.stage.frame_numbers import losses, next_learning_rate
from nnviz.stage.scene import Column, Scene

SEQUENCES_SHOWN = 20
"""Test sequences to choose from."""

_CHOSEN, _PROBED = slice(0, 1), slice(1, None)
"""Rows of a pass: the sequence that is shown, and those that the gradient is measured on."""

_TENSORS = {
    "Elman": {"h": "state"},
    "GRU": {"r": "reset gate", "u": "update gate", "n": "candidate", "h": "state"},
    "LSTM": {
        "i": "input gate",
        "f": "forget gate",
        "o": "output gate",
        "g": "candidate",
        "c": "cell",
        "h": "state",
    },
}
"""What each kind of layer has at every step, in the order in which it is computed."""


@dataclass(frozen=True)
class SequenceLayerScene:
    """What stands still about one recurrent layer.

    Attributes
    ----------
    layer : int
        Its position in the network.
    title : str
        Such as "LSTM".
    units : int
    tensors : dict of str to str
        Names of its tensors, and what they are called.
    """

    layer: int
    title: str
    units: int
    tensors: dict[str, str]


@dataclass(frozen=True, eq=False)
class SequenceFrame:
    """A run on sequences at one step, as the browser shows it.

    Attributes
    ----------
    step : int
    losses : tuple of (str, float)
        Losses, accuracies and errors, by their names.
    measured : bool
        Whether these are of this step, not of an earlier one.
    epoch : float
    fields : list of (name, array)
        What is packed.
    """

    step: int
    epoch: float
    losses: tuple[tuple[str, float], ...]
    measured: bool
    fields: list[tuple[str, NDArray[Any]]]

    @property
    def point(self) -> tuple[float, ...]:
        """The frame's point of the curves."""
        known = {"step": float(self.step), "epoch": float(self.epoch)} | dict(self.losses)
        errors = [known[name] for name in ("train_rmse", "test_rmse") if name in known]
        return (*(float(known[name]) for name in HISTORY_COLUMNS), *errors)


@dataclass(frozen=True, eq=False)
class SequenceCamera:
    """The view of one run on sequences.

    Attributes
    ----------
    scene : Scene
    layers : tuple of SequenceLayerScene
    symbols : tuple of str
        Names of the inputs of a step; those of one-hot inputs are what stands there.
    steps : int
    pictured : ndarray, shape (k, T d)
        The sequences to choose from, as the network sees them.
    targets : ndarray, shape (k, T, n_out) or (k, n_out)
    sample : Sample
    """

    scene: Scene
    layers: tuple[SequenceLayerScene, ...]
    symbols: tuple[str, ...]
    steps: int
    pictured: Array
    targets: Array
    sample: Sample

    shows_maps = True
    """A forward pass of all sequences takes longer than a frame may."""

    def frame(self, run: Run, coarse: bool = False, before: SequenceFrame | None = None) -> SequenceFrame:
        """Take the picture of this moment of the run.

        Parameters
        ----------
        run : Run
            One of the network and data that the camera was set up for.
        coarse : bool
            Whether many visitors train: there is nothing here that could be coarser.
        before : SequenceFrame, optional
            The frame whose losses stand here, too; they are measured anew unless given.
        """
        measured = tuple(losses(run).items()) if before is None else before.losses
        known = dict(measured)
        errors = [known[name] for name in ("train_rmse", "test_rmse") if name in known]
        numbers = [run.step, run.epoch, next_learning_rate(run)]
        numbers += [known[name] for name in HISTORY_COLUMNS[2:]]
        with np.errstate(all="ignore"):
            fields = [("numbers", np.array([*numbers, float(before is None), *errors])), *self._passes(run)]
        return SequenceFrame(run.step, run.epoch, measured, before is None, fields)

    def _passes(self, run: Run) -> list[tuple[str, NDArray[Any]]]:
        """Return what the network computes for the chosen sequence, step by step, and what comes back through time.

        The chosen sequence and those that the gradient is measured on go through the network together: forward, and
        back from the loss of the chosen one, and from that of the last step of the others.
        """
        i, network, loss = self.sample.index, run.state.network, run.state.rules.loss
        X, Y = self.pictured[[i]], self.targets[[i]]
        probed, probed_Y = probe(run)
        trace = network.forward(np.concatenate([X, probed]))
        dA = [loss.backward(loss.forward(trace.A[rows], T)) for rows, T in ((_CHOSEN, Y), (_PROBED, probed_Y))]
        gradients = network.backward(trace, np.concatenate(dA), need_dX=False)
        said = run.head.output(trace.A[:1], loss)[0]
        fields = [
            ("x", X.reshape(self.steps, -1).T),
            ("said", np.atleast_2d(said).T),
            ("target", np.atleast_2d(Y[0]).T),
        ]
        for k, layer in enumerate(self.layers):
            states: Any = trace.layers[layer.layer]
            back: Any = gradients.layers[layer.layer]
            fields += [(f"{name}.{k}", getattr(states, name.upper())[0].T) for name in layer.tensors]
            fields.append((f"dh.{k}", back.dH[0].T))
            if "c" in layer.tensors:
                fields.append((f"dc.{k}", back.dC[0].T))
        found = norms_of(network, gradients, _PROBED)
        return [*fields, ("norms", found.norms), ("cell_norms", found.cells), ("survives", found.survives)]

    def choose(self, wanted: dict[str, object]) -> SequenceCamera:
        """Return the camera with another sequence chosen; the same one if there is none of that number."""
        index = wanted.get("index")
        if not isinstance(index, int | float) or not 0 <= index < len(self.pictured):
            return self
        return replace(self, sample=_sample(int(index)))

    def header(self) -> dict[str, Any]:
        """Return what the browser must know once, beside the scene."""
        return {
            "layers": [
                {"layer": one.layer, "title": one.title, "units": one.units, "tensors": one.tensors}
                for one in self.layers
            ],
            "symbols": list(self.symbols),
            "one_hot": bool(np.isin(self.pictured, (0.0, 1.0)).all() and len(self.symbols) > 2),
            "steps": self.steps,
            "samples": len(self.pictured),
            "each_step": self.targets.ndim == 3,
        }


def sequence_camera(run: Run, scene_id: int, picture: bool = False, index: int = 0) -> SequenceCamera:
    """Set up the camera for a run on sequences.

    Parameters
    ----------
    run : Run
    scene_id : int
        A number that no other scene of this page has.
    picture : bool
        See `Scene.picture`.
    index : int
        Which of the test sequences is shown.
    """
    data, settings = run.data, run.settings
    steps, width = settings.info.shape or (1, 1)
    names = tuple(str(k + 1) for k in range(width))
    if settings.dataset in SEQUENCE_DATASETS:
        names = symbols_of(settings.dataset, settings.sequence_choices)
    layers = tuple(
        SequenceLayerScene(i, type(layer).__name__, layer.units, _TENSORS[type(layer).__name__])
        for i, layer in enumerate(run.state.network.layers)
        if isinstance(layer, Recurrent)
    )
    classes = data.data.class_names
    scene = Scene(
        scene_id,
        "sequence",
        (Column("input", width, names), Column("output", settings.n_out)),
        run.head.name,  # type: ignore[arg-type]
        classes,
        test_is_train=data.test_is_train,
        picture=picture,
    )
    shown = slice(SEQUENCES_SHOWN)
    index = min(index, len(data.test.X[shown]) - 1)
    return SequenceCamera(scene, layers, names, steps, data.test.X[shown], data.test.Y[shown], _sample(index))


def _sample(index: int) -> Sample:
    return Sample(index, f"test {index + 1}")
