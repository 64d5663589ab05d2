"""A training of a small transformer as a NumPy script: data, weights at a step, both passes, Adam; exact to 1e-12."""

from collections.abc import Iterator

import numpy as np

from nnviz.datasets.parameters import DATA_STREAM
from nnviz.engine import (
    Array,
    Attention,
    Embedding,
    LearnedPositions,
    Network,
    PerStep,
    Purpose,
    Residual,
    TrainState,
    train_step,
)
from nnviz.engine.layers.softmax import below_largest, softmax
from nnviz.engine.losses.cross_entropy import log_sum_exp
from nnviz.engine.optimizers.adam import Adam
from nnviz.experiments.attending.accuracy import symbol_accuracy
from nnviz.experiments.attending.recipe import LOSS, MEASURED_SEED, MEASURED_SEQUENCES, TransformerRecipe
from nnviz.export.engine_source import source_of
from nnviz.export.script_arrays import UNPACK, array_text, number_text
from nnviz.export.section import Section, script_of
from nnviz.export.transformer_script_parts import MLP, PARTS, TRAINING, network_text

NEXT_STEPS = 5
"""Further steps that a script trains, each compared with the engine's."""

ANSWERS = {"copy": "heard", "reverse": "heard[:, ::-1]", "sort": "np.sort(heard, axis=-1)"}
"""What a task answers to the symbols that were heard."""


def transformer_script(recipe: TransformerRecipe, state: TrainState) -> str:
    """Write a script that needs nothing but NumPy.

    It draws the same sequences by the same seeds, holds weights and Adam's means exactly, writes forward and backward
    pass out by heads, computes the loss of this step, trains `NEXT_STEPS` steps further, and compares with nnviz.

    Parameters
    ----------
    recipe : TransformerRecipe
        Of one network that copies, reverses or sorts, with learned positions and layer norms.
    state : TrainState
        Its training at the step on view.

    Raises
    ------
    ValueError
        For another recipe.
    """
    words = "It computes the loss that nnviz showed, trains on, and compares: run it."
    what = f"{transformer_title(recipe, state)}, in pure NumPy"
    docstring = f"{what}.\n\n{transformer_words(recipe)}\nWritten by nnviz. {words}\n"
    return script_of(docstring, transformer_sections(recipe, state))


def transformer_title(recipe: TransformerRecipe, state: TrainState) -> str:
    """Return what the script is about: ``A small transformer that learns to sort, at step 500``."""
    return f"A small transformer that learns to {recipe.task}, at step {state.step}"


def transformer_words(recipe: TransformerRecipe) -> str:
    """Return the network in a sentence."""
    mlp = f", MLPs of {recipe.hidden} units" if recipe.hidden else ""
    parts = [f"{n} {word}{'s' * (n > 1)}" for n, word in ((recipe.blocks, "block"), (recipe.heads, "head"))]
    looks = "sees no later symbol" if recipe.causal else "sees all symbols"
    return f"{', '.join(parts)}{mlp}, {recipe.width} features a token; each token {looks}."


def transformer_sections(recipe: TransformerRecipe, state: TrainState) -> tuple[Section, ...]:
    """Return the parts of the script, each with words for a notebook."""
    written = {"positions": "learned", "norm": "layer", "seeds": 1}
    if recipe.task not in ANSWERS or any(getattr(recipe, name) != value for name, value in written.items()):
        raise ValueError(
            f"expected one network that learns one of {', '.join(ANSWERS)}, with learned positions and layer norms, "
            f"got {recipe}"
        )
    data = _DATA.format(answer=ANSWERS[recipe.task])
    functions = source_of([softmax, below_largest, log_sum_exp])
    network = "## The network\n\nForward pass and backward pass: each part adds to the residual stream."
    mlp = "## The MLP\n\nThe same two layers for each token."
    return (
        Section("settings", "## Settings\n\nHow the training was set up.", _head(recipe, state)),
        Section("numbers", "### Packed arrays\n\nA function that unpacks them.", UNPACK),
        Section("functions", "## Functions\n\nThe engine's own, without its types.", functions),
        Section("data", "## The data\n\nDrawn anew for every step, by the same seeds as in nnviz.", data),
        Section("weights", "## The weights\n\nExactly those of this step, with Adam's means.", _weights(state)),
        Section("parts", "## Layer norm and attention\n\nBoth passes of each, head by head.", PARTS),
        *([Section("mlp", mlp, MLP)] if recipe.hidden else []),
        Section("network", network, network_text(recipe)),
        Section("training", "## Training\n\nLoss, Adam, a step.", TRAINING),
        Section(
            "comparison",
            "## Is it the same?\n\nWhat nnviz computed beside what is computed here.",
            _comparison(recipe, state),
        ),
    )


def short_names(network: Network) -> Iterator[str]:
    """Yield a name for every parameter in the order of ``network.theta``: E, W_pos, W_Q1, ..., W_up1, ..., W_out."""
    block = 0
    for layer in network.layers:
        if isinstance(layer, Embedding):
            yield "E"
        elif isinstance(layer, LearnedPositions):
            yield "W_pos"
        elif isinstance(layer, Residual) and any(isinstance(part, Attention) for part in layer.layers):
            block += 1
            yield from (f"{name}{block}" for name in ("W_Q", "W_K", "W_V", "W_O"))
        elif isinstance(layer, Residual):
            yield from (f"{name}{block}" for name in ("W_up", "b_up", "W_down", "b_down"))
        elif isinstance(layer, PerStep):
            yield "W_out"


def _named(network: Network, theta: Array) -> dict[str, Array]:
    return dict(zip(short_names(network), network.layout.views(theta), strict=True))


def _head(recipe: TransformerRecipe, state: TrainState) -> str:
    data, adam = recipe.measured, state.rules.optimizer
    assert isinstance(adam, Adam)
    return f"""import base64
import zlib

import numpy as np

task, seed = {recipe.task!r}, {recipe.first_seed}
length, symbols = {data.given}, {len(data.symbols)}  # so many symbols are given, of so many different ones
batch_size, learning_rate = {recipe.batch}, {recipe.rate!r}
blocks, heads, causal = {recipe.blocks}, {recipe.heads}, {recipe.causal}
beta1, beta2, epsilon = {adam.beta1!r}, {adam.beta2!r}, {adam.epsilon!r}  # of Adam
DATA = {int(Purpose.DATA)}  # the stream of random numbers that sequences are drawn from
steps_taken = {state.step}"""


_DATA = '''def sequences(rng, samples):
    """Draw symbols and the task's answer: return what is read, and the symbol that follows each, as numbers."""
    heard = rng.integers(0, symbols, (samples, length))
    drawn = np.concatenate([heard, {answer}], axis=1)
    return drawn[:, :-1], drawn[:, 1:]'''


def _weights(state: TrainState) -> str:
    lines = ["# The weights at this step; the number behind a name is that of the block.", "parameters = {"]
    lines += _entries(_named(state.network, state.network.theta))
    for name in ("v", "s"):
        what = "gradients" if name == "v" else "their squares"
        lines += ["}", f"{name} = {{  # Adam's running mean of the {what}"]
        lines += _entries(_named(state.network, state.memory.vectors[name]))
    return "\n".join([*lines, "}"])


def _entries(arrays: dict[str, Array]) -> list[str]:
    return [f'    "{name}": {array_text(value)},' for name, value in arrays.items()]


def _comparison(recipe: TransformerRecipe, state: TrainState) -> str:
    A = state.network.forward(recipe.measured.X).A
    shown = float(np.asarray(LOSS.measure(A, recipe.measured.Y).L).item())
    following = ", ".join(number_text(value) for value in _next_losses(recipe, state))
    return "\n".join(
        [
            "# What nnviz computed: loss and accuracy on sequences that no step trains on, and the next losses.",
            f'shown = {{"loss": {number_text(shown)}, '
            f'"symbols": {number_text(float(symbol_accuracy(A, recipe.measured)))}}}',
            f"next_losses = [{following}]",
            "",
            _MEASURED.format(measured=[MEASURED_SEED, DATA_STREAM], samples=MEASURED_SEQUENCES),
        ]
    )


_MEASURED = """X, targets = sequences(np.random.default_rng({measured}), {samples})
A, _ = forward(parameters, X)
right = (A.argmax(axis=-1) == targets)[:, length - 1 :]
found = {{"loss": loss(A, targets)[0], "symbols": right.mean()}}
further = len(next_losses)  # raise it to train on
found_next = []
for k in range(further):
    parameters, L = train_step(parameters, steps_taken + k)
    found_next.append(L)
    if k >= len(next_losses) and (k + 1) % 20 == 0:
        print(f"step {{steps_taken + k + 1:5}} loss {{L:.4f}}")

rows = [(name, shown[name], found[name]) for name in shown]
rows += [(f"step {{steps_taken + k + 1}}", there, found_next[k]) for k, there in enumerate(next_losses)]
all_same = True
for name, there, here in rows:
    same = np.isclose(here, there, rtol=1e-12, atol=1e-12, equal_nan=True)
    all_same = all_same and same
    print(f"{{name:10}} nnviz {{there:<24.17g}} here {{here:<24.17g}} {{'same' if same else 'DIFFERS'}}")
DIFFERENT = "Not the same as in nnviz: another NumPy, or another machine?"
print("The same as in nnviz." if all_same else DIFFERENT)"""


def _next_losses(recipe: TransformerRecipe, state: TrainState) -> Iterator[float]:
    for _ in range(NEXT_STEPS):
        record = train_step(state, recipe.batch_of(state.step))
        yield float(record.loss.L)
        state = record.after
