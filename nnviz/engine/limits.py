"""How large a network may be, and how much it may have to do; checked before any memory is allocated."""

from itertools import pairwise

from nnviz.engine.parameters import is_whole

MAX_UNITS = 4096
"""Units of one layer."""

MAX_LAYERS = 64
"""Dense layers of one network."""

MAX_PARAMETERS = 20_000_000
"""Parameters in all, over every network of an ensemble: 160 MB in float64, and training holds a few such vectors."""

MAX_PRODUCTS = 6_000_000_000
"""Multiplications of one pass of all samples through all networks: from one to four seconds of one core."""


def check_size(widths: tuple[int, ...], ensemble: int = 1) -> None:
    """Refuse a network that is too large or has an empty layer, before anything is allocated.

    Parameters
    ----------
    widths : tuple of int
        Units of every layer, the input first and the output last.
    ensemble : int
        How many networks run in lockstep.

    Raises
    ------
    ValueError
        If a layer has no unit, or a limit of this module is exceeded.
    """
    if not isinstance(widths, tuple | list):
        raise ValueError(f"expected the widths of all layers, such as (2, 4, 1), got {widths!r}")
    if len(widths) < 2 or len(widths) - 1 > MAX_LAYERS:
        raise ValueError(f"expected 1 to {MAX_LAYERS} layers after the input, got {len(widths) - 1}")
    for i, width in enumerate(widths):
        if not is_whole(width) or not 1 <= width <= MAX_UNITS:
            place = "the input" if i == 0 else f"layer {i}"
            raise ValueError(f"expected 1 to {MAX_UNITS} units in {place}, got {width!r}; choose a whole number there")
    if not is_whole(ensemble) or ensemble < 1:
        raise ValueError(f"expected at least one network in an ensemble, got {ensemble!r}")
    parameters = ensemble * sum((n_in + 1) * n_out for n_in, n_out in zip(widths, widths[1:], strict=False))
    if parameters > MAX_PARAMETERS:
        raise ValueError(
            f"expected at most {MAX_PARAMETERS:,} parameters, got {parameters:,}; "
            "use fewer units per layer, fewer layers, or fewer networks at once"
        )


def check_work(samples: int, *networks: tuple[int, ...], copies: int = 1) -> None:
    """Refuse networks that would take too long for one look at all samples.

    Parameters
    ----------
    samples : int
        Samples, and points of a map, that every network is evaluated on.
    networks : tuple of int
        For each network the units of every layer, the input first and the output last.
    copies : int
        How many there are of each.

    Raises
    ------
    ValueError
        If the limit of this module is exceeded.
    """
    weights = copies * sum((n_in + 1) * n_out for widths in networks for n_in, n_out in pairwise(widths))
    if samples * weights > MAX_PRODUCTS:
        fewer = "samples, units or layers" if copies == len(networks) == 1 else "samples, units, layers or networks"
        raise ValueError(
            f"expected at most {MAX_PRODUCTS // 10**6:,} million multiplications to evaluate all samples once, got "
            f"{samples * weights // 10**6:,} million ({samples:,} samples, {weights:,} parameters); use fewer {fewer}"
        )
