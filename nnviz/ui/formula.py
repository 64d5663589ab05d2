"""A formula beside its numbers: the symbol's value put in where the symbol stands."""

import re

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

WORD = re.compile(r"\\[A-Za-z]+|[A-Za-z]+")


def filled(latex: str, symbol: str, value: str) -> str:
    r"""Put a number into a formula.

    Parameters
    ----------
    latex : str
        Such as ``\frac{1}{1 + e^{-z}}``.
    symbol : str
        A letter; commands such as ``\zeta`` and words that contain it stay.
    value : str
        The number, as it is to be read; brackets are put around a negative one.

    Returns
    -------
    str
    """
    number = f"({value})" if value.startswith("-") else value
    words = WORD.sub(lambda match: f"{{{number}}}" if match.group() == symbol else match.group(), latex)
    return words


def power(x: float) -> str:
    """Write a number in running text: 0.25, 9.5 · 10⁻⁷, −3, inf.

    Two digits, since it is there for its size; 0 stays 0.
    """
    digits, _, exponent = f"{x:.2g}".partition("e")
    return (f"{digits} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else digits).replace("-", "−")
