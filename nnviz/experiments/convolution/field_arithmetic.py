"""Which part of the input a unit can see at all, by arithmetic: kernel, stride, padding and dilation of each layer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.experiments.convolution.receptive_field_settings import StackLayer


@dataclass(frozen=True)
class FieldArithmetic:
    r"""The receptive field of a layer's units, along one axis.

    Attributes
    ----------
    size : int
        :math:`r = 1 + \sum_l (k_l - 1) \prod_{i < l} s_i`, where a dilated kernel counts with its reach (Araujo, Norris
        and Sim 2019, equation 2).
    jump : int
        Places of the input between the fields of two neighbours: the product of all strides.
    std : float
        Of the effective field, where every entry of a kernel matters alike: a window of k entries, d apart, has the
        variance d^2 (k^2 - 1) / 12, and variances of windows on top of each other add up. Of n layers of 3, that is
        sqrt(2 n / 3), as Luo et al. 2016 have it.
    terms : tuple of (int, int)
        For each layer its k - 1 (of a dilated kernel the reach - 1) and the product of the strides before it.
    """

    size: int
    jump: int
    std: float
    terms: tuple[tuple[int, int], ...]


def field_arithmetic(layers: Sequence[StackLayer]) -> FieldArithmetic:
    """Return the receptive field of the units of the last of some layers.

    Examples
    --------
    >>> field_arithmetic([StackLayer("conv", 3), StackLayer("max", 2, 2), StackLayer("conv", 3)]).size
    8
    """
    terms, variance, jump = [], 0.0, 1
    for layer in layers:
        terms.append((layer.reach - 1, jump))
        variance += (layer.dilation * jump) ** 2 * (layer.kernel**2 - 1) / 12.0
        jump *= layer.stride
    size = 1 + sum(reach * before for reach, before in terms)
    return FieldArithmetic(size, jump, float(np.sqrt(variance)), tuple(terms))


def spans(layers: Sequence[StackLayer], zeros: Sequence[int], place: int) -> tuple[tuple[int, int], ...]:
    """Return the first and the last place that a unit sees, on the input, every layer between, and its own.

    They may lie outside of a map: what is seen there are the zeros of the padding.

    Parameters
    ----------
    layers : sequence of StackLayer
        Up to the unit's own.
    zeros : sequence of int
        Before each layer's map, at either end.
    place : int
        The unit's row, or its column.

    Examples
    --------
    >>> spans([StackLayer("conv", 3), StackLayer("max", 2, 2)], [1, 0], 3)
    ((5, 8), (6, 7), (3, 3))
    """
    seen = [(place, place)]
    for layer, before in zip(reversed(layers), reversed(zeros), strict=True):
        first, last = seen[0]
        seen.insert(0, (layer.stride * first - before, layer.stride * last - before + layer.reach - 1))
    return tuple(seen)
