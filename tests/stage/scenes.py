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


def image_scene(id: int = 1, channels: tuple[int, ...] = (8, 16)) -> Scene:
    """Convolutions of 3 x 3, each with a pooling of 2 x 2 behind it, on pictures of 8 x 8; ten classes."""
    side, columns = 8, [Column("input", 1, operation="dense", shape=(8, 8, 1))]
    for i, n in enumerate(channels, start=1):
        curve = (0.0, 0.0, 1.0)
        columns.append(Column(f"conv {i}", n, (), "ReLU", 3 * i - 2, curve, "convolution", (side, side, n)))
        side //= 2
        columns.append(Column(f"pool {i}", n, (), "max 2×2", 3 * i - 1, (), "pooling", (side, side, n)))
    names = tuple("0123456789")
    columns.append(Column("output", 10, names, "softmax", 3 * len(channels) + 1))
    rng = np.random.default_rng(1)
    return Scene(
        id=id,
        kind="image",
        columns=tuple(columns),
        head="softmax",
        classes=names,
        images=rng.uniform(0, 1, (10, 8, 8)),
        sample_labels=tuple(range(10)),
        sample_titles=tuple(f"test {k}" for k in range(10)),
    )


def image_frame(scene: Scene, step: int) -> Frame:
    """A frame with numbers of no meaning, the same for the same step; the last channel of a convolution is dead."""
    rng = np.random.default_rng(step)
    weights: list[np.ndarray | None] = []
    for before, column in zip(scene.columns[:-1], scene.columns[1:], strict=True):
        kernels, matrix = (3, 3, before.units, column.units), (before.features, column.units)
        shape = {"pooling": None, "convolution": kernels, "dense": matrix}[column.operation]
        weights.append(None if shape is None else rng.normal(size=shape))
    biases = tuple(
        None if W is None else rng.normal(size=c.units) for W, c in zip(weights, scene.columns[1:], strict=True)
    )
    maps: list[np.ndarray | None] = []
    for column in scene.columns:
        height, width, n = column.shape or (0, 0, 0)
        alive = (np.arange(n) < n - 1) | (column.title == "input")
        cells = rng.uniform(0, 1, (n, height, width)) * alive[:, None, None]
        maps.append(centred_bytes(cells) if column.shape else None)
    dead = [None if m is None else (m == 128).all((1, 2)).astype(np.uint8) for m in maps]
    layers = sum(W is not None for W in weights)
    return Frame(
        step=step,
        epoch=step / 10,
        learning_rate=0.03,
        train_loss=1 / (1 + step),
        test_loss=1.1 / (1 + step),
        train_accuracy=0.75,
        test_accuracy=0.5,
        gradient_norms=rng.uniform(1e-3, 1, layers),
        update_ratios=rng.uniform(1e-4, 1e-2, layers),
        weights=tuple(weights),
        biases=biases,
        weight_gradients=tuple(W if W is None else 0.1 * W for W in weights),
        bias_gradients=tuple(b if b is None else 0.1 * b for b in biases),
        activations=tuple(None if c.shape else rng.uniform(0, 1, c.units) for c in scene.columns),
        pre_activations=tuple(None if c.shape else rng.normal(size=c.units) for c in scene.columns[1:]),
        channel_maps=tuple(maps),
        channel_map_ends=tuple(1.0 for _ in maps),
        map_gradients=tuple(maps),
        map_gradient_ends=tuple(0.1 for _ in maps),
        dead_channels=tuple(dead),
        probabilities=rng.dirichlet(np.ones(10), 10),
    )
