"""Small scenes and frames for the tests of the stage."""

from dataclasses import replace

import numpy as np

from nnviz.stage import Chunk, Column, Frame, History, Scene, Speed, centred_bytes

SIDE, UNIT_SIDE = 50, 20


def plane_scene(id: int = 1, sizes: tuple[int, ...] = (2, 4, 2, 1)) -> Scene:
    """Two classes in the plane, one sigmoid unit."""
    rng = np.random.default_rng(0)
    columns = [Column("inputs", sizes[0], ("x₁", "x₂"))]
    columns += [Column(f"hidden {i}", n, activation="tanh") for i, n in enumerate(sizes[1:-1], start=1)]
    columns += [Column("output", sizes[-1], activation="sigmoid")]
    return Scene(
        id=id,
        kind="plane",
        columns=tuple(columns),
        head="sigmoid",
        classes=("outer", "inner"),
        output_range=(0.0, 0.5, 1.0),
        feature_maps=centred_bytes(rng.uniform(-1, 1, (sizes[0], UNIT_SIDE, UNIT_SIDE))),
        train_points=rng.uniform(-5, 5, (30, 2)),
        train_labels=rng.integers(0, 2, 30),
        test_points=rng.uniform(-5, 5, (20, 2)),
        test_labels=rng.integers(0, 2, 20),
    )


def plane_frame(scene: Scene, step: int, learning_rate: float = 0.03) -> Frame:
    """A frame with numbers of no meaning, the same for the same step."""
    rng = np.random.default_rng(step)
    units = [column.units for column in scene.columns]
    pairs = list(zip(units[:-1], units[1:], strict=True))
    weights = tuple(rng.normal(size=pair) for pair in pairs)
    biases = tuple(rng.normal(size=n) for n in units[1:])
    return Frame(
        step=step,
        epoch=step / 10,
        learning_rate=learning_rate,
        train_loss=1 / (1 + step),
        test_loss=1.1 / (1 + step),
        train_accuracy=0.75,
        test_accuracy=0.5,
        gradient_norms=rng.uniform(1e-3, 1, len(pairs)),
        update_ratios=rng.uniform(1e-4, 1e-2, len(pairs)),
        weights=weights,
        biases=biases,
        weight_gradients=tuple(0.1 * W for W in weights),
        bias_gradients=tuple(0.1 * b for b in biases),
        unit_maps=tuple(centred_bytes(rng.uniform(-1, 1, (n, UNIT_SIDE, UNIT_SIDE))) for n in units[1:]),
        output_map=centred_bytes(rng.uniform(0, 1, (SIDE, SIDE)), scale=0.5, centre=0.5),
        probabilities=rng.uniform(0, 1, (1, 1)),
    )


def history(steps: range, since: int = -1) -> History:
    """Points of the curves for some steps."""
    return History(np.array([[s, s / 10, 1 / (1 + s), 1.1 / (1 + s), 0.75, 0.5] for s in steps]).reshape(-1, 6), since)


def chunk(sequence: int, **changes) -> Chunk:
    """The head of a message that is plain but for the changes."""
    plain = Chunk(
        sequence, generation=1, scene=1, playing=False, newest=0, speeds=(Speed("slow", 20), Speed("fast", 60))
    )
    return replace(plain, **{"speed": 1, **changes})
