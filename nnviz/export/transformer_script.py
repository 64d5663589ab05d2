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
        Section("parts", "## Layer norm and attention\n\nBoth passes of each, head by head.", _PARTS),
        *([Section("mlp", mlp, _MLP)] if recipe.hidden else []),
        Section("network", network, _network(recipe)),
        Section("training", "## Training\n\nLoss, Adam, a step.", _TRAINING),
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


_PARTS = '''# The parts of the network: each forward pass returns its output and what its backward pass needs.


def layer_norm(X):
    """Bring each token's features to mean 0 and deviation 1."""
    mu = X.mean(axis=-1, keepdims=True)
    sigma = np.sqrt(((X - mu) ** 2).mean(axis=-1, keepdims=True) + 1e-5)
    U = (X - mu) / sigma
    return U, (U, sigma)


def layer_norm_backward(dU, kept):
    """Two means come back through mu and sigma."""
    U, sigma = kept
    return (dU - dU.mean(axis=-1, keepdims=True) - U * (dU * U).mean(axis=-1, keepdims=True)) / sigma


def by_head(X):
    """(N, T, d) -> (N, heads, T, d_k): each head has its own columns."""
    return X.reshape(*X.shape[:2], heads, -1).swapaxes(1, 2)


def side_by_side(O):
    """(N, heads, T, d_k) -> (N, T, d)."""
    O = O.swapaxes(1, 2)
    return O.reshape(*O.shape[:2], -1)


def turned(A):
    """Transpose the last two axes."""
    return A.swapaxes(-1, -2)


def sum_of_products(X, dZ):
    """X.T @ dZ with a row for every token of every sequence: the gradient of W in Z = X @ W."""
    return X.reshape(-1, X.shape[-1]).T @ dZ.reshape(-1, dZ.shape[-1])


def attention(X, W_Q, W_K, W_V, W_O):
    """Every token asks with a query, and takes a mixture of the values of those whose keys answer."""
    Q, K, V = by_head(X @ W_Q), by_head(X @ W_K), by_head(X @ W_V)
    S = Q @ turned(K) * scale  # scores: (N, heads, T, T)
    if causal:
        S = np.where(np.triu(np.ones(S.shape[-2:], bool), 1), -np.inf, S)  # no token sees a later one
    P = softmax(S)  # each row sums to 1
    O = P @ V
    return side_by_side(O) @ W_O, (X, Q, K, V, P, O)


def attention_backward(dA, kept, W_Q, W_K, W_V, W_O):
    """The chain rule, head by head; X went in by three ways, so its gradient is a sum of three."""
    X, Q, K, V, P, O = kept
    dW_O = sum_of_products(side_by_side(O), dA)
    dO = by_head(dA @ W_O.T)
    dP = dO @ turned(V)
    dV = turned(P) @ dO
    dS = P * (dP - (P * dP).sum(axis=-1, keepdims=True))  # softmax: each row of dS sums to 0
    dQ = dS @ K * scale
    dK = turned(dS) @ Q * scale
    dQ, dK, dV = side_by_side(dQ), side_by_side(dK), side_by_side(dV)
    dX = dQ @ W_Q.T + dK @ W_K.T + dV @ W_V.T
    return dX, [sum_of_products(X, dQ), sum_of_products(X, dK), sum_of_products(X, dV), dW_O]'''

_MLP = '''def mlp(X, W_up, b_up, W_down, b_down):
    """The same two layers for each token."""
    Z = X @ W_up + b_up
    H = np.maximum(Z, 0.0)
    return H @ W_down + b_down, (X, Z, H)


def mlp_backward(dA, kept, W_up, b_up, W_down, b_down):
    """Send the gradient back through both layers; ReLU lets it pass where Z was above zero."""
    X, Z, H = kept
    dZ = dA @ W_down.T * (Z > 0.0)
    return dZ @ W_up.T, [sum_of_products(X, dZ), dZ.sum(axis=(0, 1)), sum_of_products(H, dA), dA.sum(axis=(0, 1))]'''


def _network(recipe: TransformerRecipe) -> str:
    scale = "1.0 / np.sqrt(parameters['E'].shape[1] // heads)  # one over the root of d_k" if recipe.scaled else "1.0"
    parts = [("attention", "W_Q W_K W_V W_O")]
    parts += [("mlp", "W_up b_up W_down b_down")] if recipe.hidden else []
    forward: list[str] = []
    backward: list[str] = []
    for name, names in parts:
        given = f'"{names}".split()'
        forward += [
            "        U, norm = layer_norm(A)",
            f"        F, inner = {name}(U, *(parameters[name + block] for name in {given}))",
            "        A = A + F  # the residual stream: each part only adds to it",
            "        kept.append((norm, inner))",
        ]
        backward = [
            "        norm, inner = kept.pop()",
            f"        names = [name + block for name in {given}]",
            f"        dU, found = {name}_backward(dA, inner, *(parameters[name] for name in names))",
            "        gradients |= zip(names, found)",
            "        dA = dA + layer_norm_backward(dU, norm)  # past the part unchanged, and through it",
            *backward,
        ]
    return "\n".join(
        [
            f"scale = {scale}",
            "",
            "",
            "def forward(parameters, X):",
            '    """Embedding and position of each symbol, the blocks, logits of the next symbol."""',
            '    A = parameters["E"][X] + parameters["W_pos"]',
            "    kept = []",
            "    for k in range(blocks):",
            "        block = str(k + 1)",
            *forward,
            "    U, norm = layer_norm(A)",
            "    kept.append((norm, U))",
            '    return U @ parameters["W_out"], kept',
            "",
            "",
            "def backward(parameters, X, kept, dA):",
            '    """Backward pass, the last part first: the chain rule."""',
            "    gradients = {}",
            "    norm, U = kept.pop()",
            '    gradients["W_out"] = sum_of_products(U, dA)',
            '    dA = layer_norm_backward(dA @ parameters["W_out"].T, norm)',
            "    for k in reversed(range(blocks)):",
            "        block = str(k + 1)",
            *backward,
            '    gradients["W_pos"] = dA.sum(axis=0)  # a position is the same in all sequences',
            '    gradients["E"] = np.zeros_like(parameters["E"])',
            '    np.add.at(gradients["E"], X, dA)  # a symbol gets the gradients of all places where it stood',
            "    return gradients",
        ]
    )


_TRAINING = '''def loss(A, targets):
    """Return the mean surprise at the symbols of the answer in nats, and its gradient dA; other places do not count."""
    S = below_largest(A)
    surprise = log_sum_exp(S) - np.take_along_axis(S, targets[..., None], axis=-1)[..., 0]
    counted = np.arange(A.shape[1]) >= length - 1
    n = len(A) * counted.sum()
    dA = (softmax(A) - np.eye(symbols)[targets]) * counted[:, None] / n
    return surprise[:, counted].sum() / n, dA


def adam(parameters, gradients, t):
    """Return the new parameters; both running means, v and s, are corrected for having started at zero."""
    after = {}
    for name, theta in parameters.items():
        g = gradients[name]
        v[name] = beta1 * v[name] + (1.0 - beta1) * g
        s[name] = beta2 * s[name] + (1.0 - beta2) * g * g
        v_hat, s_hat = v[name] / (1.0 - beta1**t), s[name] / (1.0 - beta2**t)
        after[name] = theta - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return after


def train_step(parameters, step):
    """New sequences, forward, loss, backward, update: return the new parameters and the loss before it."""
    X, targets = sequences(np.random.default_rng([seed, DATA, step]), batch_size)
    A, kept = forward(parameters, X)
    L, dA = loss(A, targets)
    return adam(parameters, backward(parameters, X, kept, dA), step + 1), L'''


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
