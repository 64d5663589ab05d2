"""Attention: every token asks all others with a query, and takes a mixture of the values of those whose keys answer."""

from typing import Any, ClassVar

import numpy as np

from nnviz.engine.arrays import Array, finite, product
from nnviz.engine.layers.layer import Layer, LayerGradients, LayerTrace
from nnviz.engine.layers.softmax import softmax
from nnviz.engine.parameters import check_flag, is_whole
from nnviz.engine.tensors import inline, record, tensor

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_MATRICES = ("W_Q", "W_K", "W_V", "W_O")


@record
class Attention(Layer["AttentionTrace"]):
    r"""Multi-head attention: ``O = softmax(Q K^T / sqrt(d_k)) V`` for each head, and ``A = concat(O_1, ..., O_h) W_O``.

    Vaswani et al. 2017, "Attention is all you need", section 3.2, without biases. The letters S, P and O of scores,
    weights and mixtures are those of Dao et al. 2022, "FlashAttention", section 2.2.

    Attributes
    ----------
    W_Q, W_K, W_V, W_O : ndarray, shape (..., d, d)
        Columns of the first three, and rows of the last, belong to the heads in turn: d / heads to each.
    steps : int
        T: X has shape (..., N, T, d).
    heads : int
    causal : bool
        Whether a token sees itself and earlier tokens alone.
    scaled : bool
        Whether scores are divided by the root of d_k = d / heads.

    Raises
    ------
    ValueError
        If the matrices are not square, of one shape and finite, or the heads do not share d evenly.

    Examples
    --------
    >>> one = np.eye(2)
    >>> layer = Attention(one, one, one, one, steps=2)
    >>> layer.forward(np.array([[[1.0, 0.0], [1.0, 0.0]]])).P[0, 0].tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """

    W_Q: Array = tensor("W_Q", r"W_Q \leftarrow W_Q - \eta\, \mathrm{d}W_Q", axes=("feature", "head and feature"))
    W_K: Array = tensor("W_K", r"W_K \leftarrow W_K - \eta\, \mathrm{d}W_K", axes=("feature", "head and feature"))
    W_V: Array = tensor("W_V", r"W_V \leftarrow W_V - \eta\, \mathrm{d}W_V", axes=("feature", "head and feature"))
    W_O: Array = tensor("W_O", r"W_O \leftarrow W_O - \eta\, \mathrm{d}W_O", axes=("head and feature", "feature"))
    steps: int
    heads: int = 1
    causal: bool = False
    scaled: bool = True

    penalised: ClassVar[tuple[str, ...]] = _MATRICES

    def __post_init__(self) -> None:
        for name in _MATRICES:
            self.__dict__[name] = finite(getattr(self, name), name)
        shapes = [getattr(self, name).shape for name in _MATRICES]
        if len(set(shapes)) > 1 or self.W_Q.ndim < 2 or shapes[0][-1] != shapes[0][-2]:
            raise ValueError(
                f"expected {', '.join(_MATRICES)} of one shape (..., d, d), got {', '.join(map(str, shapes))}; "
                "give each a row for every feature of a token and as many columns"
            )
        for name in ("steps", "heads"):
            if not (is_whole(getattr(self, name)) and getattr(self, name) >= 1):
                raise ValueError(f"expected {name} as a whole number of at least 1, got {getattr(self, name)!r}")
        d = self.W_Q.shape[-1]
        if d % self.heads:
            fits = ", ".join(str(h) for h in range(1, d + 1) if d % h == 0)
            raise ValueError(f"expected heads that share {d} features evenly, one of {fits}, got {self.heads}")
        check_flag(self.causal, "causal")
        check_flag(self.scaled, "scaled")
        self.__dict__.update(in_shape=(self.steps, d), out_shape=(self.steps, d))

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """The four matrices."""
        return _MATRICES

    @property
    def head_width(self) -> int:
        """The features of each head, d_k."""
        return int(self.W_Q.shape[-1]) // self.heads

    @property
    def scale(self) -> float:
        """What scores are multiplied by: one over the root of d_k, or one."""
        return float(1.0 / np.sqrt(self.head_width)) if self.scaled else 1.0

    @property
    def ensemble(self) -> tuple[int, ...]:
        """The leading axes of the matrices."""
        return self.W_Q.shape[:-2]

    def with_parameters(self, *arrays: Array) -> "Attention":
        """Return the layer with other matrices; nothing is checked again."""
        layer = object.__new__(Attention)
        layer.__dict__.update(self.__dict__)
        layer.__dict__.update(zip(_MATRICES, arrays, strict=True))
        return layer

    def with_steps(self, steps: int) -> "Attention":
        """Return the layer for sequences of another length; the matrices do not depend on it."""
        return Attention(self.W_Q, self.W_K, self.W_V, self.W_O, steps, self.heads, self.causal, self.scaled)

    def forward(self, X: Array, rng: np.random.Generator | None = None) -> "AttentionTrace":
        """Let the tokens of each sample attend to each other."""
        return self.attend(X)

    def attend(self, X: Array, context: Array | None = None, padding: Mask | None = None) -> "AttentionTrace":
        """Let tokens attend to each other, or to those of another sequence (cross-attention).

        Parameters
        ----------
        X : ndarray, shape (..., N, T, d)
            Who asks.
        context : ndarray, shape (..., N, S, d), optional
            Who is asked; X itself if left out.
        padding : boolean ndarray, shape (..., N, S), optional
            True where a token is asked that only fills the sequence up: nobody attends to it. At least one token of
            each sample must be a real one.
        """
        W_Q, W_K, W_V, W_O, scale = self.W_Q, self.W_K, self.W_V, self.W_O, self.scale
        C = X if context is None else context
        Q = self._by_head(times(X, W_Q))
        K = self._by_head(times(C, W_K))
        V = self._by_head(times(C, W_V))
        S = product(Q, K.mT) * scale
        hidden = self.hidden(S, padding)
        M = S if hidden is None else np.where(hidden, -np.inf, S)
        P = softmax(M)
        O = product(P, V)  # noqa: E741 - the letter of the literature
        A = times(_side_by_side(O), W_O)
        return AttentionTrace(X, context, self, Q, K, V, S, None if hidden is None else M, P, O, A)

    def hidden(self, S: Array, padding: Mask | None) -> Mask | None:
        """Return where a token may not look: true for later tokens, if attention is causal, and for padding."""
        later = np.triu(np.ones(S.shape[-2:], np.bool_), 1) if self.causal else None
        if padding is None:
            return later
        padded = padding[..., None, None, :]
        return padded if later is None else padded | later

    def backward(self, trace: "AttentionTrace", dA: Array, need_dX: bool = True) -> "AttentionGradients":
        r"""Apply the chain rule from the output to the mixture, the weights, the scores, and the three projections.

        dO = dA W_O^T. The mixture O = P V gives dV = P^T dO and dP = dO V^T. Softmax: dS = P * (dP - rowsum(P dP)), so
        that each row of dS sums to zero; where a token may not look P is zero and so is dS. The scores give dQ = dS K /
        sqrt(d_k) and dK = dS^T Q / sqrt(d_k). X went in by three ways, so dX is the sum of three.
        """
        W_Q, W_K, W_V, W_O, scale = self.W_Q, self.W_K, self.W_V, self.W_O, self.scale
        X, Q, K, V, P = trace.X, trace.Q, trace.K, trace.V, trace.P
        C = X if trace.context is None else trace.context
        dW_O = product(rows(_side_by_side(trace.O)).mT, rows(dA))
        dO = self._by_head(times(dA, W_O.mT))
        dP = product(dO, V.mT)
        dV = product(P.mT, dO)
        dS = P * (dP - (P * dP).sum(-1, keepdims=True))
        dQ = product(dS, K) * scale
        dK = product(dS.mT, Q) * scale
        by_Q, by_K, by_V = map(_side_by_side, (dQ, dK, dV))
        dW_Q = product(rows(X).mT, rows(by_Q))
        dW_K = product(rows(C).mT, rows(by_K))
        dW_V = product(rows(C).mT, rows(by_V))
        dX_Q = times(by_Q, W_Q.mT) if need_dX else None
        dX_K = times(by_K, W_K.mT) if need_dX else None
        dX_V = times(by_V, W_V.mT) if need_dX else None
        dX = dcontext = None
        if dX_Q is not None and dX_K is not None and dX_V is not None:
            if trace.context is None:
                dX = dX_Q + dX_K + dX_V
            else:
                dX = dX_Q
                dcontext = dX_K + dX_V
        return AttentionGradients(dA, dO, dP, dS, dQ, dK, dV, dW_Q, dW_K, dW_V, dW_O, dX_Q, dX_K, dX_V, dcontext, dX)

    def _by_head(self, V: Array) -> Array:
        """Return (..., N, T, d) with the heads in front of the steps: (..., N, heads, T, d_k)."""
        return V.reshape(*V.shape[:-1], self.heads, -1).swapaxes(-3, -2)


def _side_by_side(V: Array) -> Array:
    """Return (..., N, heads, T, d_k) with the heads side by side: (..., N, T, d)."""
    turned = V.swapaxes(-3, -2)
    return turned.reshape(*turned.shape[:-2], -1)


def rows(V: Array) -> Array:
    """Return sequences (..., N, T, n) with one row for each token of each sample: (..., N T, n)."""
    return V.reshape(*V.shape[:-3], -1, V.shape[-1])


def times(V: Array, W: Array) -> Array:
    """Return ``V @ W`` for tokens V, shape (..., N, T, m), and W, shape (..., m, n): one product for all rows."""
    found = product(rows(V), W)
    return found.reshape(*found.shape[:-2], *V.shape[-3:-1], W.shape[-1])


_HEADS = ("sample", "head", "step", "feature")
_PAIRS = ("sample", "head", "step", "step asked")
_TOKENS = ("sample", "step", "feature")


@record
class AttentionTrace(LayerTrace):
    """The tensors of the forward pass by head, and the matrices that were used."""

    X: Array = tensor("X", r"X", axes=_TOKENS)
    context: Array | None = tensor("C", r"C", axes=_TOKENS)
    layer: Attention = inline()
    Q: Array = tensor("Q", r"Q = X W_Q", axes=_HEADS, computed_by="Attention.attend")
    K: Array = tensor("K", r"K = X W_K", axes=_HEADS, computed_by="Attention.attend")
    V: Array = tensor("V", r"V = X W_V", axes=_HEADS, computed_by="Attention.attend")
    S: Array = tensor("S", r"S = Q K^\top / \sqrt{d_k}", axes=_PAIRS, computed_by="Attention.attend")
    M: Array | None = tensor("M", r"M_{ts} = S_{ts} \text{ or } -\infty", axes=_PAIRS, computed_by="Attention.attend")
    P: Array = tensor("P", r"P_{ts} = e^{M_{ts}} / \sum_r e^{M_{tr}}", axes=_PAIRS, computed_by="Attention.attend")
    O: Array = tensor("O", r"O = P V", axes=_HEADS, computed_by="Attention.attend")  # noqa: E741
    A: Array = tensor("A", r"A = [O_1 \cdots O_h]\, W_O", axes=_TOKENS, computed_by="Attention.attend")


@record
class AttentionGradients(LayerGradients):
    """The tensors of the backward pass by head, in the order in which the chain rule computes them."""

    dA: Array = tensor(r"\mathrm{d}A", r"\mathrm{d}A = \partial L / \partial A", axes=_TOKENS)
    dO: Array = tensor(
        r"\mathrm{d}O", r"\mathrm{d}O = \mathrm{d}A\, W_O^\top", axes=_HEADS, computed_by="Attention.backward"
    )
    dP: Array = tensor(
        r"\mathrm{d}P", r"\mathrm{d}P = \mathrm{d}O\, V^\top", axes=_PAIRS, computed_by="Attention.backward"
    )
    dS: Array = tensor(
        r"\mathrm{d}S",
        r"\mathrm{d}S_{ts} = P_{ts} \left(\mathrm{d}P_{ts} - \sum_r P_{tr}\, \mathrm{d}P_{tr}\right)",
        axes=_PAIRS,
        computed_by="Attention.backward",
    )
    dQ: Array = tensor(
        r"\mathrm{d}Q", r"\mathrm{d}Q = \mathrm{d}S\, K / \sqrt{d_k}", axes=_HEADS, computed_by="Attention.backward"
    )
    dK: Array = tensor(
        r"\mathrm{d}K",
        r"\mathrm{d}K = \mathrm{d}S^\top Q / \sqrt{d_k}",
        axes=_HEADS,
        computed_by="Attention.backward",
    )
    dV: Array = tensor(
        r"\mathrm{d}V", r"\mathrm{d}V = P^\top \mathrm{d}O", axes=_HEADS, computed_by="Attention.backward"
    )
    dW_Q: Array = tensor(
        r"\mathrm{d}W_Q",
        r"\mathrm{d}W_Q = X^\top \mathrm{d}Q",
        axes=("feature", "head and feature"),
        computed_by="Attention.backward",
    )
    dW_K: Array = tensor(
        r"\mathrm{d}W_K",
        r"\mathrm{d}W_K = X^\top \mathrm{d}K",
        axes=("feature", "head and feature"),
        computed_by="Attention.backward",
    )
    dW_V: Array = tensor(
        r"\mathrm{d}W_V",
        r"\mathrm{d}W_V = X^\top \mathrm{d}V",
        axes=("feature", "head and feature"),
        computed_by="Attention.backward",
    )
    dW_O: Array = tensor(
        r"\mathrm{d}W_O",
        r"\mathrm{d}W_O = [O_1 \cdots O_h]^\top \mathrm{d}A",
        axes=("head and feature", "feature"),
        computed_by="Attention.backward",
    )
    dX_Q: Array | None = tensor(
        r"\mathrm{d}X_Q", r"\mathrm{d}X_Q = \mathrm{d}Q\, W_Q^\top", axes=_TOKENS, computed_by="Attention.backward"
    )
    dX_K: Array | None = tensor(
        r"\mathrm{d}X_K", r"\mathrm{d}X_K = \mathrm{d}K\, W_K^\top", axes=_TOKENS, computed_by="Attention.backward"
    )
    dX_V: Array | None = tensor(
        r"\mathrm{d}X_V", r"\mathrm{d}X_V = \mathrm{d}V\, W_V^\top", axes=_TOKENS, computed_by="Attention.backward"
    )
    dcontext: Array | None = tensor(
        r"\mathrm{d}C",
        r"\mathrm{d}C = \mathrm{d}X_K + \mathrm{d}X_V",
        axes=_TOKENS,
        computed_by="Attention.backward",
    )
    dX: Array | None = tensor(
        r"\mathrm{d}X",
        r"\mathrm{d}X = \mathrm{d}X_Q + \mathrm{d}X_K + \mathrm{d}X_V",
        axes=_TOKENS,
        computed_by="Attention.backward",
    )
