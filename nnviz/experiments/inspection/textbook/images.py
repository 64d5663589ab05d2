"""The textbook's lines of convolution and pooling: patches cut out by NumPy's sliding window, and sums over them."""

from nnviz.engine import AveragePool, Convolution, MaxPool, Reshape, Window

OUT, ENTRY = ("i", "ij"), ("u", "uv")
"""Letters of the places and of the kernel's entries, for a signal and for an image."""


def convolution_lines(layer: Convolution, number: int, A: str, dA: str) -> dict[str, str]:
    """Return the lines of a convolution by field, but for those of its activation.

    Parameters
    ----------
    layer : Convolution
    number : int
        Of the layer, from 1.
    A, dA : str
        The name of its input, and of the gradient with respect to it.
    """
    n = len(layer.windows)
    out, entry = OUT[n - 1], ENTRY[n - 1]
    patches, zeros = f"patches{number}", _zeros(layer.windows)
    image, pad = ("padded", f"padded = np.pad({A}, {zeros})\n") if zeros else (A, "")
    steps = _every(tuple(w.stride for w in layer.windows))
    dilated = _every(tuple(w.dilation for w in layer.windows))
    at = f"[:{steps}, :{dilated}]" if dilated else f"[:{steps}]" if steps else ""
    reach = tuple(w.reach for w in layer.windows)
    order = (*range(n + 1), *range(n + 2, 2 * n + 2), n + 1)
    view = f"np.lib.stride_tricks.sliding_window_view({image}, {reach}, axis={_axes(n)})"
    if dilated and not steps:
        at = f"[:{', :' * n}, :{dilated}]"
    spread = [
        f"dpatches = np.einsum('n{out}f,{entry}cf->n{out}{entry}c', dZ{number}, K{number})",
        f"{pad}dimage = np.zeros_like({image})",
        _loop(entry, tuple(w.kernel for w in layer.windows)),
        f"    dimage[:, {_places(layer.windows, entry)}] += dpatches[:, {', '.join(':' * n)}, {', '.join(entry)}]",
        f"{dA} = dimage"
        + (f"[:, {', '.join(f'{w.before}:{w.before + w.size}' for w in layer.windows)}]" if zeros else ""),
    ]
    return {
        "patches": f"{pad}{patches} = {view}{at}.transpose{order}",
        "Z": f"Z{number} = np.einsum('n{out}{entry}c,{entry}cf->n{out}f', {patches}, K{number})"
        + (f" + b{number}" if layer.b is not None else ""),
        "dK": f"dK{number} = np.einsum('n{out}{entry}c,n{out}f->{entry}cf', {patches}, dZ{number})",
        "db": f"db{number} = dZ{number}.sum(axis={tuple(range(n + 1))})",
        "dX": "\n".join(spread),
    }


def pooling_lines(layer: MaxPool | AveragePool, number: int, A: str, dA: str) -> dict[str, str]:
    """Return the lines of pooling by field."""
    n, kernel = len(layer.windows), tuple(w.kernel for w in layer.windows)
    entry = ENTRY[n - 1]
    steps = _every(tuple(w.stride for w in layer.windows))
    windows = f"windows = np.lib.stride_tricks.sliding_window_view({A}, {kernel}, axis={_axes(n)})" + (
        f"[:{steps}]" if steps else ""
    )
    last = tuple(range(-n, 0))
    winner = " + ".join([*([f"{kernel[1]} * u"] if n == 2 else []), entry[-1]])
    share = (
        f"np.where(k{number} == {winner}, dA{number}, 0)"
        if isinstance(layer, MaxPool)
        else f"dA{number} / {layer.entries}"
    )
    lines = {
        "A": f"{windows}\nA{number} = windows.{'max' if isinstance(layer, MaxPool) else 'mean'}(axis={last})",
        "dX": "\n".join(
            [
                f"dimage = np.zeros_like({A})",
                _loop(entry, kernel),
                f"    dimage[:, {_places(layer.windows, entry)}] += {share}",
                f"{dA} = dimage",
            ]
        ),
    }
    if isinstance(layer, MaxPool):
        flat = f"windows.reshape(*windows.shape[:{-n}], -1)" if n > 1 else "windows"
        lines["winners"] = f"{windows}\nk{number} = {flat}.argmax(axis=-1)"
    return lines


def reshape_lines(layer: Reshape, number: int, A: str, dA: str) -> dict[str, str]:
    """Return the lines of a change of shape by field."""
    return {
        "A": f"A{number} = {A}.reshape{(-1, *layer.out_shape)}",
        "dX": f"{dA} = dA{number}.reshape{(-1, *layer.in_shape)}",
    }


def _axes(n: int) -> tuple[int, ...]:
    """Return the axes of the places, behind that of the samples."""
    return tuple(range(1, n + 1))


def _loop(entry: str, kernel: tuple[int, ...]) -> str:
    """Return the head of a loop over the entries of a kernel."""
    over = f"np.ndindex{kernel}" if len(kernel) > 1 else f"range({kernel[0]})"
    return f"for {', '.join(entry)} in {over}:"


def _zeros(windows: tuple[Window, ...]) -> str:
    """Return the second argument of np.pad; empty where there is nothing to put around."""
    pairs = ((0, 0), *((w.before, w.after) for w in windows), (0, 0))
    return str(pairs) if any(w.before or w.after for w in windows) else ""


def _every(steps: tuple[int, ...]) -> str:
    """Return slices behind a first one that take every so many; empty where all are taken."""
    return "".join(f", ::{step}" if step > 1 else ", :" for step in steps) if any(step > 1 for step in steps) else ""


def _places(windows: tuple[Window, ...], entry: str) -> str:
    """Return slices of the places that one entry of the kernel looks at from all windows."""
    return ", ".join(_where(window, u) for window, u in zip(windows, entry, strict=True))


def _where(window: Window, u: str) -> str:
    start = u if window.dilation == 1 else f"{window.dilation} * {u}"
    reach = window.stride * (window.out - 1) + 1
    return f"{start} : {start} + {reach}" + (f" : {window.stride}" if window.stride > 1 else "")
