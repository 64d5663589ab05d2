"""Weights as an .npz file, NumPy's own format, and back: nothing in such a file is ever executed."""

import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from tokenize import TokenError
from typing import IO

import numpy as np

from nnviz.engine import Array
from nnviz.experiments import Run, replace_parameters
from nnviz.export.names import named_parameters

ROOM = 1_000_000
"""Bytes that a file may have beyond the bare weights: names, headers, settings."""

_TOLD = ("settings", "step")
_MEMBER_ROOM = 65_536
_HEADER_LIMIT = 10_000
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # a password, or a compression that this Python lacks (NotImplementedError)
    KeyError,
    OverflowError,
    UnicodeError,
)


def save_weights(run: Run) -> bytes:
    """Return the parameters of a run as an .npz file.

    Parameters
    ----------
    run : Run

    Returns
    -------
    bytes
        Arrays ``W1``, ``b1``, ... as float64, with the ``step`` and the ``settings`` (JSON in UTF-8) beside them.
        ``np.load`` opens it with its usual ``allow_pickle=False``.
    """
    told = json.dumps(run.settings.model_dump(mode="json"), allow_nan=False)
    arrays: dict[str, np.ndarray] = {part.short: part.value for part in named_parameters(run.state.network)}
    arrays["step"] = np.array(run.step, np.int64)
    arrays["settings"] = np.frombuffer(told.encode(), np.uint8)
    file = BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def load_weights(data: bytes, run: Run) -> Run:
    """Give a run the weights of a file; settings, data and step stay, the optimizer starts with an empty memory.

    Parameters
    ----------
    data : bytes
        An .npz file that holds every parameter of this network under the names of `save_weights`.
    run : Run
        Stays as it is.

    Raises
    ------
    ValueError
        If the file is no .npz file, damaged, too large, or holds other names, shapes or kinds of numbers, or a number
        that is not finite. The message is for the user.
    """
    wanted = {part.short: part.value for part in named_parameters(run.state.network)}
    limit = 8 * run.state.network.n_parameters + ROOM
    if len(data) > limit:
        raise ValueError(
            f"expected a file of at most {limit:,} bytes for this network, got {len(data):,}; does it belong to "
            "another network?"
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_members(archive, wanted)
            arrays = {name: _read(archive, name, value.shape) for name, value in wanted.items()}
    except _BROKEN:
        raise ValueError(
            "expected an .npz file, as saved here or by np.savez; this one is of another kind or damaged, perhaps "
            "truncated in transfer: fetch it again"
        ) from None
    return replace_parameters(run, np.concatenate([arrays[name].ravel() for name in wanted]))


def _check_members(archive: zipfile.ZipFile, wanted: Mapping[str, Array]) -> None:
    """Refuse other names, and sizes that no array of these shapes has, before anything is unpacked."""
    members = archive.infolist()
    names = [member.filename.removesuffix(".npy") for member in members]
    missing = [name for name in wanted if name not in names]
    extra = sorted({name for name in names if name not in wanted and name not in _TOLD})
    if missing or extra or len(set(names)) < len(names):
        parts = [f"without {_some(missing)}"] if missing else []
        parts += [f"with {_some(extra)}"] if extra else []
        parts += ["with a name twice"] if len(set(names)) < len(names) else []
        raise ValueError(
            f"expected the arrays {_some(list(wanted))} of this network, got a file {' and '.join(parts)}; "
            "set up the network that the weights come from, then load them"
        )
    for member, name in zip(members, names, strict=True):
        most = (8 * wanted[name].size if name in wanted else 0) + _MEMBER_ROOM
        if member.file_size > most:
            raise ValueError(
                f"expected at most {most:,} bytes in {name}, but the file declares {member.file_size:,}; it holds "
                "weights of a larger network, or was made to fill the memory"
            )


def _read(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> Array:
    """Read one array: first its header, then as many numbers as the header may promise."""
    with archive.open(f"{name}.npy") as file:
        found, fortran, dtype = _header(file, name)
        if dtype.kind not in "fiu" or dtype.hasobject:
            raise ValueError(f"expected plain numbers in {name}, got {_kind(dtype)}; save them as float64")
        if found != shape:
            raise ValueError(
                f"expected {name} of shape {shape}, got {found}; set up the network that the weights come from"
            )
        numbers = file.read(dtype.itemsize * int(np.prod(shape)) + 1)
    if len(numbers) != dtype.itemsize * int(np.prod(shape)):
        raise EOFError
    with np.errstate(over="ignore"):  # wider floats may become infinite, which is refused below
        values = np.frombuffer(numbers, dtype).reshape(shape, order="F" if fortran else "C").astype(np.float64)
    if not np.isfinite(values).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(values))[0])
        raise ValueError(
            f"expected finite weights, got {values[place]} in {name} at {place}; the run that they come from diverged"
        )
    return values


def _header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Read shape, order and kind of number; no number yet."""
    try:
        version = np.lib.format.read_magic(file)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
        shape, fortran, dtype = read(file, max_header_size=_HEADER_LIMIT)
    except (ValueError, KeyError, SyntaxError, TokenError, TypeError, RecursionError, MemoryError):
        raise ValueError(f"expected {name} in NumPy's format, got something else; save the weights again") from None
    return shape, bool(fortran), dtype


def _kind(dtype: np.dtype) -> str:
    return "Python objects, which could hold a program" if dtype.hasobject else str(dtype)[:40]


def _some(names: list[str]) -> str:
    shown = ", ".join(repr(name)[1:-1][:20] for name in names[:6])
    return f"{shown}, ... ({len(names)} in all)" if len(names) > 6 else shown
