"""The backward pass of a block with mistakes in it, and what the numeric check says of every tensor."""

from collections.abc import Callable, Sequence

import numpy as np

from nnviz.engine import Array, TensorCheck, central_differences, softmax
from nnviz.experiments.attention import block_lines as lines
from nnviz.experiments.attention.backward_settings import BlockMistake
from nnviz.experiments.attention.block import BlockPass
from nnviz.experiments.inspection.checked_gradients import CheckedGradients, Mistake, mistake_of
from nnviz.experiments.inspection.formula import counted, percent

CHECKED = (
    *("dX", "dW_Q", "dW_K", "dW_V", "dW_O", "dgamma", "dbeta"),
    *("dF", "dO", "dV", "dP", "dS", "dQ", "dK", "dH"),
)
"""The gradients that are checked: those of the input and the parameters, then those in between, in their order."""

PARAMETERS = CHECKED[:7]


MISTAKES: dict[BlockMistake, Mistake] = {
    "scale": mistake_of(
        "no √d_k",
        "dQ dK",
        (lines.query_gradient, lines.key_gradient),
        (lines.query_gradient_not_scaled, lines.key_gradient_not_scaled),
    ),
    "rowsum": mistake_of("no row sum", "dS", (lines.score_gradient,), (lines.score_gradient_without_row_sum,)),
    "mask": mistake_of("mask forgotten", "P", (lines.weights,), (lines.weights_without_mask,)),
    "path": mistake_of("one path missing", "dH", (lines.paths,), (lines.path_missing,)),
    "residual": mistake_of("residual missing", "dX", (lines.block_gradient,), (lines.residual_missing,)),
    "norm": mistake_of("norm without its means", "dN", (lines.norm_gradient,), (lines.norm_gradient_without_means,)),
}
"""Every mistake by its name."""


def numeric_check(one: BlockPass) -> CheckedGradients:
    """Compare the engine's gradients with two-sided differences of the loss, entry by entry.

    A tensor between input and output is nudged where it stands: what comes before it stays, what comes after it is
    computed again.

    Parameters
    ----------
    one : BlockPass
    """
    found = {}
    for name in CHECKED:
        letter = name.removeprefix("d")

        def moved_loss(moved: Array, letter: str = letter) -> float:
            return forward_with(one, {letter: moved})

        found[name] = TensorCheck(name, one.tensors[name], central_differences(moved_loss, one.tensors[letter]))
    return CheckedGradients(found)


def forward_with(one: BlockPass, given: dict[str, Array]) -> float:
    """Return the loss of the block where some tensors are given and not computed.

    Parameters
    ----------
    one : BlockPass
    given : dict of str to ndarray
        Tensors or parameters by their letters, of the shapes in `BlockPass.tensors`.
    """
    heads, T, d = one.heads, *one.X.shape[-2:]
    own = one.tensors | given

    def taken(name: str, computed: Callable[[], Array]) -> Array:
        return given[name] if name in given else computed()

    def split(V: Array) -> Array:
        return V.reshape(T, heads, -1).swapaxes(0, 1)

    X = own["X"]
    centred = X - X.mean(-1, keepdims=True)
    U = centred / np.sqrt((centred**2).mean(-1, keepdims=True))
    H = taken("H", lambda: own["gamma"] * U + own["beta"])
    Q = split(taken("Q", lambda: H @ own["W_Q"]))
    K = split(taken("K", lambda: H @ own["W_K"]))
    V = split(taken("V", lambda: H @ own["W_V"]))
    S = taken("S", lambda: Q @ K.mT * one.layer.scale)
    later = np.triu(np.ones((T, T), np.bool_), 1) & one.layer.causal
    P = taken("P", lambda: softmax(np.where(later, -np.inf, S)))
    O = taken("O", lambda: (P @ V).swapaxes(0, 1).reshape(T, d))  # noqa: E741 - the letter of the literature
    F = taken("F", lambda: O @ own["W_O"])
    return float(one.loss.forward((X + F)[None], one.Y).L)


def mistaken_check(one: BlockPass, mistakes: Sequence[BlockMistake], numeric: CheckedGradients) -> CheckedGradients:
    """Check a backward pass with mistakes, all of them made at once, against the same differences.

    Parameters
    ----------
    one : BlockPass
    mistakes : sequence of BlockMistake
    numeric : CheckedGradients
        Of the same pass.
    """
    return numeric.of(backward_with(one, mistakes))


def backward_with(one: BlockPass, mistakes: Sequence[BlockMistake] = ()) -> dict[str, Array]:
    """Go back through the block by the textbook's lines, with some of them wrong; return every gradient.

    Parameters
    ----------
    one : BlockPass
    mistakes : sequence of BlockMistake
    """
    heads, T, d = one.heads, *one.X.shape[-2:]
    own, d_k = one.tensors, one.layer.head_width

    def split(V: Array) -> Array:
        return V.reshape(T, heads, -1).swapaxes(0, 1)

    def beside(V: Array) -> Array:
        return V.swapaxes(0, 1).reshape(T, d)

    Q, K, V = (split(own[way]) for way in "QKV")
    H, S, U, sigma = own["H"], own["S"], own["U"], one.norm.sigma[0]
    M = one.attention.M[0] if one.attention.M is not None else S
    P = lines.weights_without_mask(S) if "mask" in mistakes else lines.weights(M)
    dA = dF = own["dA"]
    dO = split(dF @ own["W_O"].T)
    dP, dV = dO @ V.mT, P.mT @ dO
    softmax_back = lines.score_gradient_without_row_sum if "rowsum" in mistakes else lines.score_gradient
    dS = softmax_back(P, dP)
    if "scale" in mistakes:
        dQ, dK = lines.query_gradient_not_scaled(dS, K), lines.key_gradient_not_scaled(dS, Q)
    else:
        dQ, dK = lines.query_gradient(dS, K, d_k), lines.key_gradient(dS, Q, d_k)
    by_head = {"Q": beside(dQ), "K": beside(dK), "V": beside(dV)}
    ways = {way: dV @ own[f"W_{way}"].T for way, dV in by_head.items()}
    dH = lines.path_missing(ways["Q"], ways["V"]) if "path" in mistakes else lines.paths(*ways.values())
    dU = dH * own["gamma"]
    without = "norm" in mistakes
    dN = lines.norm_gradient_without_means(dU, sigma) if without else lines.norm_gradient(dU, U, sigma)
    dX = lines.residual_missing(dN) if "residual" in mistakes else lines.block_gradient(dA, dN)
    return {
        "dX": dX,
        "dgamma": (dH * U).sum(0, keepdims=True),
        "dbeta": dH.sum(0, keepdims=True),
        **{f"dW_{way}": H.T @ dV for way, dV in by_head.items()},
        "dW_O": own["O"].T @ dF,
        "dF": dF,
        "dO": beside(dO),
        "dV": by_head["V"],
        "dP": dP,
        "dS": dS,
        "dQ": by_head["Q"],
        "dK": by_head["K"],
        "dH": dH,
    }


def hits(one: BlockPass, numeric: CheckedGradients) -> dict[BlockMistake, tuple[str, ...]]:
    """Return which gradients each mistake alone makes wrong.

    Parameters
    ----------
    one : BlockPass
    numeric : CheckedGradients
        Of the same pass.
    """
    return {name: mistaken_check(one, (name,), numeric).hit for name in MISTAKES}


def explained(one: BlockPass, mistake: BlockMistake, numeric: CheckedGradients) -> str:
    """Say why a mistake does what it does, from a run with it alone.

    Parameters
    ----------
    one : BlockPass
    mistake : BlockMistake
    numeric : CheckedGradients
        Of the same pass.
    """
    check = mistaken_check(one, (mistake,), numeric)
    named = ", ".join(map(letters, check.hit))
    return f"{_REASONS[mistake](one, check)} Wrong: {named or 'nothing'}."


def letters(name: str) -> str:
    """Return how a gradient is written: dgamma as dγ."""
    return name.replace("gamma", "γ").replace("beta", "β")


def _scale(one: BlockPass, check: CheckedGradients) -> str:
    return (
        f"The scores were divided by √d_k = {one.layer.head_width**0.5:.3g}, and so must their gradient be. dQ and dK "
        "point the right way and are too long, but the sum with the path of V points elsewhere."
    )


def _rowsum(one: BlockPass, check: CheckedGradients) -> str:
    sums = np.abs(backward_with(one, ("rowsum",))["dS"].sum(-1)).max()
    return (
        "The weights of a row share one: to raise one score lowers all other weights. Without that a row of dS sums to "
        f"as much as {sums:.2g} instead of 0."
    )


def _mask(one: BlockPass, check: CheckedGradients) -> str:
    if not one.layer.causal:
        return "This block has no mask, so there is none to forget."
    leaked = backward_with(one, ("mask",))["dS"][:, *np.triu_indices(one.X.shape[-2], 1)]
    return (
        "Where P is kept from the way forward, it is 0 behind the mask, and so is dS. A backward pass that computes P "
        f"again to save memory needs the mask again: else later tokens get a gradient, here up to "
        f"{np.abs(leaked).max():.2g}."
    )


def _path(one: BlockPass, check: CheckedGradients) -> str:
    share = float(np.linalg.norm(one.tensors["dH_K"]) / np.linalg.norm(one.tensors["dH"]))
    still = " Alone it leaves dβ right: each row of dS sums to 0, so the keys' path sums to 0 over the tokens." * (
        "dbeta" not in check.hit
    )
    return (
        f"H became queries, keys and values; each use sends a gradient back. That of the keys is {percent(share)} as "
        f"long as all of dH. What comes before, such as dW_K, is right.{still}"
    )


def _residual(one: BlockPass, check: CheckedGradients) -> str:
    share = float(np.linalg.norm(one.tensors["dA"]) / np.linalg.norm(one.tensors["dX"]))
    return (
        f"X went past the block, too. That gradient is {percent(share)} as long as all of dX, and the only one that "
        "no matrix has touched: every block below loses it."
    )


def _norm(one: BlockPass, check: CheckedGradients) -> str:
    dN = lines.norm_gradient_without_means(one.tensors["dH"] * one.tensors["gamma"], one.norm.sigma[0])
    return (
        "Mean and deviation come from X, so they send gradients back, too. Without them rows of the gradient sum to as "
        f"much as {np.abs(dN.sum(-1)).max():.2g} instead of 0, as if a shift of the whole token could change the loss."
    )


_REASONS: dict[BlockMistake, Callable[[BlockPass, CheckedGradients], str]] = {
    "scale": _scale,
    "rowsum": _rowsum,
    "mask": _mask,
    "path": _path,
    "residual": _residual,
    "norm": _norm,
}


def checked_entries(check: CheckedGradients) -> str:
    """Say how many entries of how many tensors are checked."""
    count = sum(part.analytic.size for part in check.tensors.values())
    return f"{counted(count, 'entry', 'entries')} of {len(check.tensors)} gradients"
