"""How large a network may be, and how much it may have to do; checked before any memory is allocated."""

from itertools import pairwise

from nnviz.engine.parameters import is_whole

MAX_UNITS = 4096
"""Units of one layer."""

MAX_MAP_ENTRIES = 65_536
"""Entries of all maps of one layer, for one sample: 64 maps of 32 x 32."""

MAX_LAYERS = 64
"""Layers of one network with units or maps of their own."""

MAX_PARAMETERS = 20_000_000
"""Parameters in all, over every network of an ensemble: 160 MB in float64, and training holds a few such vectors."""

MAX_PRODUCTS = 6_000_000_000
"""Multiplications of one pass of all samples through all networks: from one to four seconds of one core."""


def check_size(widths: tuple[int, ...], ensemble: int = 1) -> None:
    """Refuse a network of dense layers that is too large or has an empty layer, before anything is allocated.

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
    check_widths(widths)
    check_total(sum((n_in + 1) * n_out for n_in, n_out in pairwise(widths)), ensemble)


def check_widths(widths: tuple[int, ...], maps: int = 0) -> None:
    """Refuse a layer that is empty or too wide, and too many layers.

    Parameters
    ----------
    widths : tuple of int
        Units of every layer, the input first and the output last.
    maps : int
        How many of them, from the first on, are entries of images or maps: these may be more.

    Raises
    ------
    ValueError
        With the layer.
    """
    if not isinstance(widths, tuple | list):
        raise ValueError(f"expected the widths of all layers, such as (2, 4, 1), got {widths!r}")
    if len(widths) < 2 or len(widths) - 1 > MAX_LAYERS:
        raise ValueError(f"expected 1 to {MAX_LAYERS} layers after the input, got {len(widths) - 1}")
    for i, width in enumerate(widths):
        most, unit = (MAX_MAP_ENTRIES, "entries") if i < maps else (MAX_UNITS, "units")
        if not is_whole(width) or not 1 <= width <= most:
            place = "the input" if i == 0 else f"layer {i}"
            raise ValueError(f"expected 1 to {most} {unit} in {place}, got {width!r}; choose a whole number there")


def check_total(parameters: int, ensemble: int = 1) -> None:
    """Refuse more parameters than the memory is meant for.

    Parameters
    ----------
    parameters : int
        Of one network.
    ensemble : int
        How many networks run in lockstep.

    Raises
    ------
    ValueError
        If there is no network, or there are too many parameters in all.
    """
    if not is_whole(ensemble) or ensemble < 1:
        raise ValueError(f"expected at least one network in an ensemble, got {ensemble!r}")
    if ensemble * parameters > MAX_PARAMETERS:
        raise ValueError(
            f"expected at most {MAX_PARAMETERS:,} parameters, got {ensemble * parameters:,}; "
            "use fewer units per layer, fewer layers, or fewer networks at once"
        )


def check_work(samples: int, *networks: tuple[int, ...] | int, copies: int = 1) -> None:
    """Refuse networks that would take too long for one look at all samples.

    Parameters
    ----------
    samples : int
        Samples, and points of a map, that every network is evaluated on.
    networks : tuple of int, or int
        For each network the units of every layer, the input first and the output last; or, where it is not made of
        dense layers alone, its multiplications for one sample (`Architecture.n_products`).
    copies : int
        How many there are of each.

    Raises
    ------
    ValueError
        If the limit of this module is exceeded.
    """
    weights = copies * sum(
        sum((n_in + 1) * n_out for n_in, n_out in pairwise(network)) if isinstance(network, tuple) else network
        for network in networks
    )
    if samples * weights > MAX_PRODUCTS:
        each = "parameters" if all(isinstance(network, tuple) for network in networks) else "for each"
        fewer = "samples, units or layers" if copies == len(networks) == 1 else "samples, units, layers or networks"
        raise ValueError(
            f"expected at most {MAX_PRODUCTS // 10**6:,} million multiplications to evaluate all samples once, got "
            f"{samples * weights // 10**6:,} million ({samples:,} samples, {weights:,} {each}); use fewer {fewer}"
        )
