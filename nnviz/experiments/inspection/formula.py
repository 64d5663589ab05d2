"""Formulas with numbers: values substituted for symbols, and numbers written in LaTeX."""

import math
import re

WORD = re.compile(r"\\[A-Za-z]+|[A-Za-z]+")


def filled(latex: str, symbol: str, value: str) -> str:
    r"""Substitute a number for a symbol in a formula.

    Parameters
    ----------
    latex : str
        Such as ``\frac{1}{1 + e^{-z}}``.
    symbol : str
        A letter; commands such as ``\zeta`` and words that contain it stay.
    value : str
        The number as text; a negative one is put in brackets.

    Returns
    -------
    str
    """
    number = f"({value})" if value.startswith("-") else value
    words = WORD.sub(lambda match: f"{{{number}}}" if match.group() == symbol else match.group(), latex)
    return words


def number(x: float, digits: int = 4) -> str:
    r"""Write a number in LaTeX: ``0.25``, ``-1.5 \cdot 10^{-7}``, ``\infty``, ``\text{NaN}``."""
    if math.isnan(x):
        return r"\text{NaN}"
    if math.isinf(x):
        return r"\infty" if x > 0 else r"-\infty"
    mantissa, _, exponent = f"{x:.{digits}g}".partition("e")
    if mantissa == "-0":
        mantissa = "0"
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def factor(x: float, digits: int = 4) -> str:
    """Write a number so that it can stand behind a sign or a dot: a negative one in brackets."""
    text = number(x, digits)
    return rf"({text})" if text.startswith("-") else text
