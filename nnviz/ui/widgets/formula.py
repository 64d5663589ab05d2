"""Formulas and numbers as the pages write them."""

from nnviz.experiments.inspection.formula import filled

__all__ = ["filled", "power"]

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(x: float) -> str:
    """Write a number in running text: 0.25, 9.5 · 10⁻⁷, −3, inf.

    Two digits, since it is there for its size; 0 stays 0.
    """
    digits, _, exponent = f"{x:.2g}".partition("e")
    return (f"{digits} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else digits).replace("-", "−")
