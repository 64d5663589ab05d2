"""A run as a NumPy script: network, data and training, readable like a textbook and exact to 1e-12."""

import numpy as np

from nnviz.engine import train_step
from nnviz.experiments import Run
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.run.target_units import RMSE_COLUMNS, has_target_units
from nnviz.export.engine_source import source_of
from nnviz.export.script_arrays import UNPACK, number_text
from nnviz.export.script_data import data_section
from nnviz.export.script_network import layer_functions, network_parts
from nnviz.export.script_training import loss_functions, loss_section, training_section
from nnviz.export.section import Section, script_of

NEXT_STEPS = 5
"""Number of further steps that a script trains, each compared with the engine's."""


def numpy_script(run: Run) -> str:
    """Write a script that needs nothing but NumPy.

    It holds data and weights exactly, writes forward pass, loss and backward pass out layer by layer, computes the
    losses and accuracies of this step, trains `NEXT_STEPS` steps further, and compares all of them with what nnviz
    has computed.

    Parameters
    ----------
    run : Run

    Returns
    -------
    str
        Python source.
    """
    return script_of(
        f"{run_title(run)}, in pure NumPy.\n\n"
        "Written by nnviz. It computes the losses that nnviz showed, trains on, and compares: run it.\n",
        script_sections(run),
    )


def run_title(run: Run) -> str:
    """Return what the script is about: ``A 2-4-1 network on the data 'circle' after 500 steps``."""
    shape = "-".join("x".join(map(str, part)) for part in run.settings.architecture.shapes)
    return f"A {shape} network on the data {run.settings.dataset!r} after {counted(run.step, 'step')}"


def script_sections(run: Run) -> tuple[Section, ...]:
    """Return the parts of the script, each with words for a notebook."""
    functions = source_of([*layer_functions(run), *loss_functions(run)])
    weights, forward, backward = network_parts(run)
    return (
        Section("settings", "## Settings\n\nHow the run was set up, and a function that unpacks arrays.", _head(run)),
        Section("data", "## The data\n\nThe samples, the inputs of the network, the targets.", data_section(run)),
        *(
            [Section("functions", "## Functions\n\nThe engine's own, without its types.", functions)]
            if functions
            else []
        ),
        Section("weights", "## The weights\n\nExactly those of this step, to the last bit.", weights),
        Section("forward", "## The forward pass\n\nLayer by layer; what the backward pass needs is kept.", forward),
        Section("backward", "## The backward pass\n\nThe chain rule, from the last layer to the first.", backward),
        Section(
            "loss", "## The loss\n\nIts value, and the gradient that the backward pass begins with.", loss_section(run)
        ),
        Section("training", "## Training\n\nBatches, gradient, update.", training_section(run)),
        Section(
            "comparison", "## Is it the same?\n\nWhat nnviz computed beside what is computed here.", _comparison(run)
        ),
    )


def file_stem(run: Run) -> str:
    """Return a name for files of this run, such as ``nnviz-circle-step-500``."""
    return f"nnviz-{run.settings.dataset}-step-{run.step}"


def _setting(name: str, value: object) -> list[str]:
    """Write an entry of the settings; a list of layers with a line for each."""
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return [f"    {name!r}: [", *(f"        {part!r}," for part in value), "    ],"]
    return [f"    {name!r}: {value!r},"]


def _head(run: Run) -> str:
    settings = [line for name, value in run.settings.model_dump(mode="json").items() for line in _setting(name, value)]
    blown_up = not np.isfinite([run.evaluation.train_loss, run.evaluation.test_loss]).all() or run.stop is not None
    return "\n".join(
        [
            "import base64",
            "import zlib",
            "",
            "import numpy as np",
            "",
            "# How the run was set up. Nothing below reads it.",
            "SETTINGS = {",
            *settings,
            "}",
            *(
                ["", 'np.seterr(over="ignore", invalid="ignore", divide="ignore")  # a run may have diverged']
                if blown_up
                else []
            ),
            "",
            "",
            UNPACK,
        ]
    )


def _comparison(run: Run) -> str:
    seen = run.evaluation
    labels = ["", ""] if run.head.targets == "values" else [", labels_train", ", labels_test"]
    errors = RMSE_COLUMNS if has_target_units(run) else ()
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", *errors)
    shown = [f'    "{name}": {number_text(getattr(seen, name))},' for name in names]
    following = ", ".join(number_text(value) for value in _next_losses(run))
    return "\n".join(
        [
            "# What nnviz computed: at this step, and the loss of the batch in each of the next steps.",
            f"steps_taken = {run.step}",
            "shown = {",
            *shown,
            "}",
            f"next_losses = [{following}]",
            "",
            f"train_loss, train_accuracy = evaluate(parameters, X_train, Y_train{labels[0]})",
            f"test_loss, test_accuracy = evaluate(parameters, X_test, Y_test{labels[1]})",
            "found = dict(train_loss=train_loss, test_loss=test_loss, train_accuracy=train_accuracy, "
            "test_accuracy=test_accuracy)",
            *_errors(run),
            "found_next = []",
            "for k in range(len(next_losses)):",
            "    parameters, L = train_step(parameters, steps_taken + k)",
            "    found_next.append(L)",
            "",
            "rows = [(name, shown[name], found[name]) for name in shown]",
            'rows += [(f"step {steps_taken + k + 1}", next_losses[k], found_next[k]) for k in range(len(next_losses))]',
            "all_same = True",
            "for name, there, here in rows:",
            "    same = np.isclose(here, there, rtol=1e-12, atol=1e-12, equal_nan=True)",
            "    all_same = all_same and same",
            '    verdict = "same" if same else "DIFFERS"',
            '    print(f"{name:15} nnviz {there:<24.17g} here {here:<24.17g} {verdict}")',
            'DIFFERENT = "Not the same as in nnviz: another NumPy, or another machine?"',
            'print("The same as in nnviz." if all_same else DIFFERENT)',
        ]
    )


def _errors(run: Run) -> list[str]:
    """Write the root mean squared errors in the target's own units, where it has some."""
    if not has_target_units(run):
        return []
    return [
        "# Root mean squared errors, in the units of the target.",
        *(
            f'found["{name}_rmse"] = np.sqrt('
            f"np.square(predictions(forward(parameters, X_{name})[0]) - targets_{name}).mean())"
            for name in ("train", "test")
        ),
    ]


def _next_losses(run: Run) -> list[float]:
    """Return the losses of the next steps, up to the first that is not finite."""
    state, losses = run.state, []
    for _ in range(NEXT_STEPS):
        record = train_step(state, run.batches.batch(state.step - run.offset))
        losses.append(float(record.loss.L))
        if not record.finite:
            break
        state = record.after
    return losses
