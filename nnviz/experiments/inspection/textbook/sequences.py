"""The textbook's lines of recurrent layers: what a loop over the steps t has inside, forwards and backwards.

``h`` and ``c`` are the states before a step, and h_0, c_0 before the first. Backwards, what comes from step t + 1 is
zero at the last step.
"""

from typing import Any

from nnviz.engine import GRU, Elman, Embedding, LastStep, PerStep
from nnviz.engine.layers.recurrent.unrolled import Recurrent
from nnviz.experiments.inspection.textbook.activations import TEXTBOOK_ACTIVATIONS

SIGMOID = "1 / (1 + np.exp(-{z}))"


def recurrent_lines(layer: Recurrent[Any], k: int, A: str, dA: str) -> dict[str, str]:
    """Return the lines of a recurrent layer by field; none of what is held by hand, or cut by truncation.

    Parameters
    ----------
    layer : Recurrent
    k : int
        Of the layer, from 1.
    A, dA : str
        The name of its input, and of the gradient with respect to it.
    """
    z = {gate: f"Z{k}[:, t, {part.start}:{part.stop}]" for gate, part in layer.columns.items()}
    back = f"dHW{k}" if isinstance(layer, GRU) else f"dZ{k}"
    lines = {
        "Z": f"Z{k}[:, t] = {A}[:, t] @ W_xh{k} + h @ W_hh{k} + b{k}",
        "H": f"h = H{k}[:, t] = A{k}[:, t] = ",
        "dH": f"dH{k}[:, t] = dA{k}[:, t] + {back}[:, t + 1] @ W_hh{k}.T",
        "dW_xh": f"dW_xh{k} = sum({A}[:, t].T @ dZ{k}[:, t] for t in range({layer.steps}))",
        "dW_hh": f"dW_hh{k} = sum(H{k}[:, t - 1].T @ {back}[:, t] for t in range(1, {layer.steps}))",
        "db": f"db{k} = dZ{k}.sum(axis=(0, 1))",
        "dX": f"{dA}[:, t] = dZ{k}[:, t] @ W_xh{k}.T",
    }
    if layer.h0 is not None:
        lines["dW_hh"] += f" + np.tile(h0{k}, (len(H{k}), 1)).T @ {back}[:, 0]"
        lines["dh0"] = f"dh0{k} = ({back}[:, 0] @ W_hh{k}.T).sum(axis=0)"
    of_kind = _elman if isinstance(layer, Elman) else _gru if isinstance(layer, GRU) else _lstm
    lines = of_kind(layer, k, z, lines)
    left_out = {clamp.gate.upper() for clamp in layer.clamps} | ({"dZ"} if layer.clamps else set())
    left_out |= {"dH", "dC"} if layer.truncation is not None else set()
    return {name: line for name, line in lines.items() if name not in left_out}


def _elman(layer: Any, k: int, z: dict[str, str], lines: dict[str, str]) -> dict[str, str]:
    known = TEXTBOOK_ACTIVATIONS.get(layer.activation.name)
    if known is None:
        return {name: line for name, line in lines.items() if name not in ("H", "dZ")}
    known = known.of(layer.activation)

    def at_step(text: str) -> str:
        return text.replace("Z", f"Z{k}[:, t]").replace("A", f"H{k}[:, t]")

    before = f"{at_step(known.before)}\n" if known.before else ""
    slope = f" * ({at_step(known.slope)})" if known.slope else ""
    return lines | {"H": lines["H"] + at_step(known.value), "dZ": f"{before}dZ{k}[:, t] = dH{k}[:, t]{slope}"}


def _gru(layer: Any, k: int, z: dict[str, str], lines: dict[str, str]) -> dict[str, str]:
    R, U, N, HN = (f"{letter}{k}[:, t]" for letter in ("R", "U", "N", "HN"))
    dz = {gate: f"d{place}" for gate, place in z.items()}
    start = layer.columns["n"].start
    lines = lines | {
        "HN": f"{HN} = h @ W_hh{k}[:, {start}:]",
        "Z": f"{lines['Z']}\n{z['n']} += ({R} - 1) * {HN}  # after r: the candidate sees h times r",
        "R": f"{R} = {SIGMOID.format(z=z['r'])}",
        "U": f"{U} = {SIGMOID.format(z=z['u'])}",
        "N": f"{N} = np.tanh({z['n']})",
        "H": f"{lines['H']}{U} * h + (1 - {U}) * {N}",
        "dH": f"{lines['dH']} + dH{k}[:, t + 1] * U{k}[:, t + 1]",
        "dZ": f"{dz['n']} = dH{k}[:, t] * (1 - {U}) * (1 - {N}**2)\n"
        f"{dz['u']} = dH{k}[:, t] * (h - {N}) * {U} * (1 - {U})  # h: the state before step t\n"
        f"{dz['r']} = {dz['n']} * {HN} * {R} * (1 - {R})",
        "dHW": f"dHW{k}[:, t] = dZ{k}[:, t]\ndHW{k}[:, t, {start}:] *= {R}",
    }
    if layer.h0 is not None:
        lines["dh0"] = f"dh0{k} = (dHW{k}[:, 0] @ W_hh{k}.T + dH{k}[:, 0] * U{k}[:, 0]).sum(axis=0)"
    return lines


def _lstm(layer: Any, k: int, z: dict[str, str], lines: dict[str, str]) -> dict[str, str]:
    I, F, O, G, S, dH, dC = (f"{letter}{k}[:, t]" for letter in ("I", "F", "O", "G", "S", "dH", "dC"))  # noqa: E741
    lines = lines | {
        "I": f"{I} = {SIGMOID.format(z=z['i'])}",
        "F": f"{F} = {SIGMOID.format(z=z['f'])}",
        "O": f"{O} = {SIGMOID.format(z=z['o'])}",
        "G": f"{G} = np.tanh({z['g']})",
        "C": f"C{k}[:, t] = {F} * c + {I} * {G}",
        "S": f"{S} = np.tanh(C{k}[:, t])",
        "H": f"{lines['H']}{O} * {S}",
        "dC": f"{dC} = {dH} * {O} * (1 - {S}**2) + dC{k}[:, t + 1] * F{k}[:, t + 1]",
        "dZ": f"d{z['i']} = {dC} * {G} * {I} * (1 - {I})\n"
        f"d{z['f']} = {dC} * c * {F} * (1 - {F})  # c: the cell before step t\n"
        f"d{z['o']} = {dH} * {S} * {O} * (1 - {O})\n"
        f"d{z['g']} = {dC} * {I} * (1 - {G}**2)",
    }
    if layer.c0 is not None:
        lines["dc0"] = f"dc0{k} = (dC{k}[:, 0] * F{k}[:, 0]).sum(axis=0)"
    return lines


def around_lines(layer: PerStep | LastStep | Embedding, k: int, A: str, dA: str) -> dict[str, str]:
    """Return the lines of what stands around a recurrent layer, by field; parameters as in `recurrent_lines`."""
    if isinstance(layer, LastStep):
        return {"A": f"A{k} = {A}[:, -1]", "dX": f"{dA} = np.zeros_like({A})\n{dA}[:, -1] = dA{k}"}
    if isinstance(layer, Embedding):
        symbols = f"{A}.astype(int)"
        return {
            "A": f"A{k} = W{k}[{symbols}]",
            "dW": f"dW{k} = np.zeros_like(W{k})\nnp.add.at(dW{k}, {symbols}, dA{k})",
        }
    return {
        "Z": f"Z{k} = {A} @ W{k}" + (f" + b{k}" if layer.b is not None else ""),
        "dW": f"dW{k} = sum({A}[:, t].T @ dZ{k}[:, t] for t in range({layer.steps}))",
        "db": f"db{k} = dZ{k}.sum(axis=(0, 1))",
        "dX": f"{dA} = dZ{k} @ W{k}.T",
    }
