"""The part of a script that holds the data: samples as they came, features and scaling written out, targets."""

import numpy as np

from nnviz.experiments import Run
from nnviz.experiments.run.target_units import has_target_units
from nnviz.export.script_arrays import array_text, whole_text

FEATURE_LINES = {
    "x": "x",
    "y": "y",
    "x2": "x * x",
    "y2": "y * y",
    "xy": "x * y",
    "sin_x": "np.sin(x)",
    "sin_y": "np.sin(y)",
    "cos_x": "np.cos(x)",
    "cos_y": "np.cos(y)",
}
"""How a script computes each feature of a plane."""

_TARGETS = {
    "signs": ("one column of -1 and +1", "2.0 * labels[:, None] - 1.0"),
    "softmax": ("one-hot: a row with a single one for each sample", "np.eye({n_out})[labels]"),
    "indicators": ("one column of 0 and 1", "labels[:, None].astype(float)"),
}

_TARGETS_OF_STEPS = {
    "signs": ("-1 or +1 at every step", "2.0 * labels[..., None] - 1.0"),
    "softmax": (
        "one-hot at every step, NaN where a step has none",
        "np.where(labels[..., None] < 0, np.nan, np.eye({n_out})[labels])",
    ),
    "indicators": ("0 or 1 at every step", "labels[..., None].astype(float)"),
}


def data_section(run: Run) -> str:
    """Return the lines that define X_train, Y_train, X_test, Y_test and, for classes, labels_train and labels_test."""
    return "\n\n".join([_samples(run), _features(run), _targets(run)])


def _samples(run: Run) -> str:
    parts = (("train", run.data.train), ("test", run.data.test))
    if run.data.test_is_train:
        lines = ["# The raw samples, one per row; all are trained on, and the test data are the same."]
    else:
        lines = ["# The raw samples, one per row; those not trained on are kept for testing."]
    for name, part in parts:
        lines.append(_of_part(run, "samples", name, array_text(part.raw if is_rebuilt(run) else part.X)))
    return "\n".join(lines)


def _of_part(run: Run, what: str, name: str, text: str) -> str:
    """Return the line that defines something of a part; the test part that is the training part is not written anew."""
    return f"{what}_{name} = {f'{what}_train' if name == 'test' and run.data.test_is_train else text}"


def _features(run: Run) -> str:
    if not is_rebuilt(run):
        return "\n".join(
            ["# They are the inputs of the network as they are.", "X_train, X_test = samples_train, samples_test"]
        )
    body = ["    X = samples"]
    names = run.data.feature_names
    if names:
        columns = ", ".join(FEATURE_LINES[name] for name in names)
        body = ["    x, y = samples[:, 0], samples[:, 1]", f"    X = np.stack([{columns}], axis=-1)"]
    mean, scale = run.data.standardizer.mean, run.data.standardizer.scale
    if mean.any() or (scale != 1.0).any():
        constants = [
            "# Shift and scale of every column, measured on the training data alone.",
            f"mean = {array_text(mean)}",
            f"scale = {array_text(scale)}",
            "",
            "",
        ]
        body.append("    X = (X - mean) / scale")
    else:
        constants = [""]
    head = ["def features(samples):", '    """Compute the inputs of the network: one column per feature."""']
    made = ["", "", "X_train, X_test = features(samples_train), features(samples_test)"]
    return "\n".join([*constants, *head, *body, "    return X", *made])


def is_rebuilt(run: Run) -> bool:
    """Whether samples, features and scaling as the script writes them give what the network sees, bit for bit."""
    known = all(name in FEATURE_LINES for name in run.data.feature_names)
    parts = (run.data.train, run.data.test)
    return known and all(np.array_equal(run.data.features(part.raw), part.X) for part in parts)


def _targets(run: Run) -> str:
    train, test = run.data.train, run.data.test
    if run.head.targets == "values":
        return _numbers(run)
    form = "softmax" if run.head.output_activation == "softmax" else run.head.targets
    words, line = (_TARGETS_OF_STEPS if train.Y.ndim == 3 else _TARGETS)[form]
    line = line.format(n_out=train.Y.shape[-1])
    return "\n".join(
        [
            "# The class of each sample."
            if train.Y.ndim == 2
            else "# The class of every step; -1 where there is none.",
            *([f"CLASSES = {run.data.data.class_names!r}"] if run.data.data.class_names else []),
            _of_part(run, "labels", "train", whole_text(train.labels.astype(np.float64))),
            _of_part(run, "labels", "test", whole_text(test.labels.astype(np.float64))),
            "",
            "",
            "def targets(labels):",
            f'    """Return the targets, {words}."""',
            f"    return {line}",
            "",
            "",
            "Y_train, Y_test = targets(labels_train), targets(labels_test)",
        ]
    )


def _numbers(run: Run) -> str:
    """Write the numbers to learn; where they have units of their own, in these, and how they are scaled."""
    data = run.data
    if not has_target_units(run):
        train, test = (array_text(part.Y) for part in (data.train, data.test))
        return "\n".join(["# The numbers to learn.", f"Y_train = {train}", _of_part(run, "Y", "test", test)])
    train, test = (array_text(part.raw_Y) for part in (data.train, data.test))
    lines = [
        "# The numbers to learn, in their own units.",
        f"TARGET = {data.target_title!r}",
        f"targets_train = {train}",
        _of_part(run, "targets", "test", test),
    ]
    scaling = data.target_scaling
    if not scaling.changes:
        scaled, unscaled = "targets", "A"
    else:
        scaled, unscaled = "(targets - target_mean) / target_scale", "A * target_scale + target_mean"
        lines += [
            "# Their shift and scale, measured on the training data alone.",
            f"target_mean = {array_text(scaling.mean)}",
            f"target_scale = {array_text(scaling.scale)}",
        ]
    return "\n".join(
        [
            *lines,
            "",
            "",
            "def scaled(targets):",
            '    """Return the targets on the scale of the network."""',
            f"    return {scaled}",
            "",
            "",
            "def predictions(A):",
            '    """Return the predictions in the units of the target."""',
            f"    return {unscaled}",
            "",
            "",
            "Y_train, Y_test = scaled(targets_train), scaled(targets_test)",
        ]
    )
