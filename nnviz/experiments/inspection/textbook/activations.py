"""Each activation and its slope as a textbook writes them in NumPy, of Z and A = g(Z).

The engine's own lines say the same where the numbers are ordinary, and go on
where these overflow or round to zero.
"""

from dataclasses import dataclass

from nnviz.engine.activations.exponentials import SELU_ALPHA, SELU_SCALE
from nnviz.engine.activations.record import Activation


@dataclass(frozen=True)
class TextbookActivation:
    """Two expressions of NumPy.

    Attributes
    ----------
    value, slope : str
        g(Z), and g'(Z) of Z and A; parameters in braces.
    before : str
        A line that the slope needs.
    """

    value: str
    slope: str
    before: str = ""

    def of(self, activation: Activation) -> "TextbookActivation":
        """Return the same with the numbers of the activation's parameters."""
        numbers = {name: f"{value:.12g}" for name, value in activation.parameters}
        return TextbookActivation(self.value.format(**numbers), self.slope.format(**numbers), self.before)


_RAMP = TextbookActivation("np.where(Z > 0, Z, {slope} * Z)", "np.where(Z > 0, 1, {slope})")
_LOGISTIC = "S = 1 / (1 + np.exp(-Z))"
_EXPONENTIAL = "np.where(Z > 0, Z, {a} * (np.exp(Z) - 1))", "np.where(Z > 0, 1, {a} * np.exp(Z))"
_ELU = TextbookActivation(*(text.replace("{a}", "{alpha}") for text in _EXPONENTIAL))
_SELU = TextbookActivation(*(f"{SELU_SCALE:.9g} * {text.replace('{a}', f'{SELU_ALPHA:.9g}')}" for text in _EXPONENTIAL))

TEXTBOOK_ACTIVATIONS = {
    "sigmoid": TextbookActivation("1 / (1 + np.exp(-Z))", "A * (1 - A)"),
    "relu": TextbookActivation("np.maximum(0, Z)", "(Z > 0)"),
    "leaky_relu": _RAMP,
    "prelu": _RAMP,
    "tanh": TextbookActivation("np.tanh(Z)", "(1 - A**2)"),
    "elu": _ELU,
    "selu": _SELU,
    "softplus": TextbookActivation("np.log(1 + np.exp(Z))", "1 / (1 + np.exp(-Z))"),
    "gaussian": TextbookActivation("np.exp(-(Z**2))", "-2 * Z * A"),
    "gelu": TextbookActivation(
        "Z * Phi(Z)  # Phi: the normal distribution", "(Phi(Z) + Z * np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi))"
    ),
    "gelu_tanh": TextbookActivation(
        "Z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3)))",
        "((1 + T) / 2 + Z / 2 * (1 - T**2) * np.sqrt(2 / np.pi) * (1 + 0.134145 * Z**2))",
        "T = np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3))",
    ),
    "silu": TextbookActivation("Z / (1 + np.exp(-Z))", "S * (1 + Z * (1 - S))", _LOGISTIC),
    "mish": TextbookActivation(
        "Z * np.tanh(np.log(1 + np.exp(Z)))",
        "(T + Z * (1 - T**2) / (1 + np.exp(-Z)))",
        "T = np.tanh(np.log(1 + np.exp(Z)))",
    ),
    "softsign": TextbookActivation("Z / (1 + np.abs(Z))", "1 / (1 + np.abs(Z)) ** 2"),
    "hard_tanh": TextbookActivation("np.clip(Z, -1, 1)", "(np.abs(Z) < 1)"),
    "hard_sigmoid": TextbookActivation("np.clip({slope} * Z + 0.5, 0, 1)", "{slope} * ((A > 0) & (A < 1))"),
    "relu6": TextbookActivation("np.clip(Z, 0, 6)", "((Z > 0) & (Z < 6))"),
    "arctan": TextbookActivation("np.arctan(Z)", "1 / (1 + Z**2)"),
    "sine": TextbookActivation("np.sin(Z)", "np.cos(Z)"),
    "square": TextbookActivation("Z**2", "2 * Z"),
    "step": TextbookActivation("np.where(Z >= 0, 1, 0)", "0"),
    "identity": TextbookActivation("Z", ""),
}
"""By the activation's name; the slope stands behind ``dA *``, and the identity's is left out."""
