"""The one writer of numbers for people: in formulas (LaTeX), running text, cells, per cent; fills formulas."""

import math
import re

WORD = re.compile(r"\\[A-Za-z]+|[A-Za-z]+")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    written = f"({value})" if value.startswith("-") else value
    return WORD.sub(lambda match: f"{{{written}}}" if match.group() == symbol else match.group(), latex)


def number(x: float, digits: int = 4) -> str:
    r"""Write a number in LaTeX: ``0.25``, ``-1.5 \cdot 10^{-7}``, ``\infty``, ``\text{NaN}``."""
    if not math.isfinite(x):
        return _not_finite(x)
    text = _latex(f"{x:.{digits}g}")
    return "0" if text == "-0" else text


def factor(x: float, digits: int = 4) -> str:
    """Write a number in LaTeX so that it can stand behind a sign or a dot: a negative one in brackets."""
    text = number(x, digits)
    return rf"({text})" if text.startswith("-") else text


def size(x: float) -> str:
    r"""Write a number in LaTeX for its size: three figures from 0.01 to 9999, else ``1.5 \cdot 10^{-7}``."""
    if not math.isfinite(x):
        return _not_finite(x)
    if x == 0 or 0.01 <= abs(x) < 10_000:
        return f"{x:.3g}" if abs(x) < 999.5 else f"{x:.0f}"
    return _latex(f"{x:.1e}")


def power(x: float) -> str:
    """Write a number in running text: 0.25, 9.5 · 10⁻⁷, −3, inf.

    Two digits, since it is there for its size; 0 stays 0.
    """
    digits, _, exponent = f"{x:.2g}".partition("e")
    return (f"{digits} · 10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else digits).replace("-", "−")


def measured_value(x: float) -> str:
    """Write what was measured in running text: three places from 0.01 to 999, else as `power` does."""
    return f"{x:.3f}" if 0.01 <= abs(x) < 1000 else power(x)


def cell(x: float, digits: int = 4) -> str:
    """Write a number in a cell of a tensor: four digits, a true minus, 2e−9, NaN and ∞ as such.

    `significant` of nnviz/stage/assets/kit/number_format.js writes the same.
    """
    text = {"nan": "NaN", "inf": "∞", "-inf": "−∞", "-0.0": "0"}.get(f"{x}", f"{x:.{digits}g}").replace("-", "−")
    return text.replace("e−0", "e−").replace("e+0", "e").replace("e+", "e")


def term(x: float) -> str:
    """Write a number of a product in running text: four digits, a true minus, brackets around a negative one."""
    text = f"{x:.4g}".replace("-", "−")
    return f"({text})" if x < 0 else text


def in_units(x: float, digits: int = 6) -> str:
    """Write a number in the units of a target: thousands in groups, no power of ten where a person writes none."""
    if not math.isfinite(x) or (x != 0.0 and not 1e-4 <= abs(x) < 1e12):
        return cell(x, digits)
    return f"{float(f'{x:.{digits}g}'):,.{digits + 8}g}".replace("-", "−")


def counted(n: int, one: str, many: str = "") -> str:
    """Write a number of things: "1 false alarm", "2,000 false alarms"; ``many`` where the plural is irregular."""
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"


def percent(share: float) -> str:
    """Write a share in per cent, with one figure where it is below one."""
    value = 100.0 * share
    return f"{value:.0f} %" if value >= 1.0 or value == 0.0 else f"{value:.1g} %"


def _not_finite(x: float) -> str:
    if math.isnan(x):
        return r"\text{NaN}"
    return r"\infty" if x > 0 else r"-\infty"


def _latex(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
