"""A window slides along each axis of an image: where it stops, what it reaches, and which settings leave an output."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.parameters import is_whole

Padding = Literal["valid", "same", "full"] | int | tuple[int, int]
"""Zeros around an axis: none; so many that every ``stride``-th place has an output; so many that the kernel touches the
image with one entry at the ends; a number at either end; or one number before and another one after."""

Spatial = int | tuple[int, ...]
"""One number for every axis of an image, or one number for each."""

PADDINGS = ("valid", "same", "full")


@dataclass(frozen=True)
class Window:
    """The windows along one axis: output i looks at the places ``stride i + dilation u - before``, u = 0, 1, ...

    Attributes
    ----------
    size : int
        Places of the axis.
    kernel : int
        Entries of the kernel.
    stride : int
        Steps between two windows.
    before, after : int
        Zeros that are put at either end.
    dilation : int
        Steps between two entries of the kernel.

    Raises
    ------
    ValueError
        If a number is no whole number in its range, or the kernel is larger than the padded axis.

    Examples
    --------
    >>> Window(8, kernel=3).out
    6
    >>> Window.of(8, kernel=3, padding="same").out
    8
    """

    size: int
    kernel: int
    stride: int = 1
    before: int = 0
    after: int = 0
    dilation: int = 1

    def __post_init__(self) -> None:
        for name in ("size", "kernel", "stride", "dilation"):
            check_count(getattr(self, name), name, 1)
        for name in ("before", "after"):
            check_count(getattr(self, name), f"padding {name}", 0)
        if self.reach > self.padded:
            raise ValueError(
                f"expected a kernel that fits into the {_padded(self)}, got {_reach(self)}; no output would be left: "
                f"use {_remedy(self)}"
            )

    @staticmethod
    def of(size: int, kernel: int, stride: int = 1, padding: Padding = "valid", dilation: int = 1) -> "Window":
        """Return the windows with a padding in words (see `Padding`).

        ``"same"`` gives ``ceil(size / stride)`` outputs; of an odd number of zeros the last one stands after.
        """
        for name, value in (("size", size), ("kernel", kernel), ("stride", stride), ("dilation", dilation)):
            check_count(value, name, 1)
        reach = dilation * (kernel - 1) + 1
        if isinstance(padding, str) and padding == "same":
            zeros = max((-(-size // stride) - 1) * stride + reach - size, 0)
            before, after = zeros // 2, zeros - zeros // 2
        else:
            before, after = ends(padding, reach)
        return Window(size, kernel, stride, before, after, dilation)

    @property
    def reach(self) -> int:
        """Places from the kernel's first entry to its last, both included."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def padded(self) -> int:
        """Places of the axis with its zeros."""
        return self.before + self.size + self.after

    @property
    def out(self) -> int:
        """Number of windows: ``floor((size + before + after - reach) / stride) + 1``."""
        return (self.padded - self.reach) // self.stride + 1

    @property
    def indices(self) -> NDArray[np.intp]:
        """Where each window looks, shape (out, kernel), counted from the first zero of the padded axis."""
        return self.stride * np.arange(self.out)[:, None] + self.dilation * np.arange(self.kernel)

    @property
    def backward(self) -> "Window":
        """The windows of the backward pass, over what `spread` makes of the outputs: place after place, no padding."""
        return Window(self.size + self.reach - 1, self.kernel, dilation=self.dilation)

    @property
    def landing(self) -> tuple[slice, slice]:
        """Which outputs lead back to the axis, and where `spread` puts them."""
        start = self.reach - 1 - self.before
        first = max(0, -(start // self.stride))
        count = min(self.out, -(-(self.size + self.before) // self.stride))
        if count <= first:  # every window looks at zeros only
            return slice(0, 0), slice(0, 0)
        return slice(first, count), slice(
            start + self.stride * first, start + self.stride * (count - 1) + 1, self.stride
        )

    @property
    def unreached(self) -> tuple[int, ...]:
        """The places of the axis itself, without zeros, that no window looks at."""
        reached = set((self.indices - self.before).ravel().tolist())
        return tuple(place for place in range(self.size) if place not in reached)


def check_count(value: object, name: str, least: int) -> None:
    """Refuse what is no whole number of at least so many.

    Raises
    ------
    ValueError
        With the argument's name.
    """
    if not is_whole(value) or value < least:
        given = " ".join(repr(value).split())[:40]
        why = "; a window that never moves leaves no output: use 1 or more" if name == "stride" else ""
        raise ValueError(f"expected a whole number of at least {least} as {name}, got {given}{why}")


def check_settings(padding: object = "valid", **counts: object) -> None:
    """Refuse what can be no kernel, stride, dilation, window or padding, whatever the images' size.

    Parameters
    ----------
    padding : object
        Should be a `Padding`, or a tuple with one for each axis.
    **counts : object
        Each should be a whole number of at least 1, or a tuple of them.

    Raises
    ------
    ValueError
        With the argument's name.
    """
    for name, value in counts.items():
        for count in value if isinstance(value, tuple) else (value,):
            check_count(count, name, 1)
    for one in padding if isinstance(padding, tuple) else (padding,):
        for zeros in (0, 0) if isinstance(one, str) and one == "same" else ends(one, 1):
            check_count(zeros, "padding", 0)


def ends(padding: Any, reach: int) -> tuple[int, int]:
    """Return the zeros before and after for every padding but "same".

    Raises
    ------
    ValueError
        If it is no padding.
    """
    if isinstance(padding, str) and padding in ("valid", "full"):
        return (0, 0) if padding == "valid" else (reach - 1, reach - 1)
    if is_whole(padding):
        return padding, padding
    if isinstance(padding, tuple) and len(padding) == 2:
        return padding
    raise ValueError(
        f"expected as padding of an axis one of {', '.join(PADDINGS)}, a number of zeros, or a pair (before, after), "
        f"got {padding!r}"
    )


def windows_along(
    size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: Spatial,
    padding: Padding | tuple[Padding, ...],
    dilation: Spatial,
) -> tuple[Window, ...]:
    """Return the windows of every axis of an image.

    Parameters
    ----------
    size, kernel : tuple of int
        One entry for each axis.
    stride, dilation : int or tuple of int
        One for all axes, or one for each.
    padding : Padding or tuple of Padding
        One for all axes, or a tuple with one for each: ``(1, 2)`` of an image are its rows' and its columns', and
        ``((0, 1),)`` of a signal nothing before and one zero after.

    Raises
    ------
    ValueError
        With the axis that does not fit.
    """
    names = axis_names(len(size))
    settings = (
        size,
        kernel,
        for_each(stride, size, "stride"),
        for_each(padding, size, "padding"),
        for_each(dilation, size, "dilation"),
    )
    windows = []
    for name, *numbers in zip(names, *settings, strict=True):
        try:
            windows.append(Window.of(*numbers))
        except ValueError as refusal:
            raise ValueError(f"{refusal} (along the {name}s)") from None
    return tuple(windows)


def for_each(value: object, size: tuple[int, ...], name: str) -> tuple[object, ...]:
    """Return one value for each axis of an image, given one for all or a tuple of them.

    Raises
    ------
    ValueError
        If a tuple has another number of entries.
    """
    if not isinstance(value, tuple):
        return (value,) * len(size)
    if len(value) != len(size):
        raise ValueError(
            f"expected {name} as one value, or a tuple with one for each of the {len(size)} axes, got {value!r}"
        )
    return value


def check_image(shape: object, name: str) -> None:
    """Refuse what is not the shape of an image (rows, columns, channels) or of a signal (positions, channels).

    Raises
    ------
    ValueError
        With the shape that was given.
    """
    if not (isinstance(shape, tuple) and len(shape) in (2, 3) and all(is_whole(n) and n >= 1 for n in shape)):
        raise ValueError(
            f"expected {name} as (rows, columns, channels) of an image or (positions, channels) of a signal, each at "
            f"least 1, got {shape!r}"
        )


def axis_names(n: int) -> tuple[str, ...]:
    """Return the names of the spatial axes of a signal (one axis) or an image (two)."""
    return ("position",) if n == 1 else ("row", "column")


def _padded(window: Window) -> str:
    zeros = window.before + window.after
    return f"{window.size} places" + (f" with {zeros} zeros of padding" if zeros else "")


def _reach(window: Window) -> str:
    if window.dilation == 1:
        return f"a kernel of {window.kernel}"
    return f"one of {window.kernel} that reaches over {window.reach} with dilation {window.dilation}"


def _remedy(window: Window) -> str:
    largest = (window.padded - 1) // window.dilation + 1
    missing = window.reach - window.padded
    zeros = f"{missing} more zero{'s' if missing > 1 else ''} of padding"
    if window.dilation > 1 and window.kernel <= window.padded:
        return f"a kernel of at most {largest}, a smaller dilation, or {zeros}"
    return f"a kernel of at most {largest}, or {zeros}"
