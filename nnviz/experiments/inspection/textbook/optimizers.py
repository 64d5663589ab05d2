"""Each optimizer's rule as a textbook writes it in NumPy: g is the gradient, eta the learning rate, t counts the steps.

What is remembered from step to step, v, s and u, is 0 at first, and so is t.
"""

import re
from dataclasses import fields

from nnviz.engine.optimizers import Optimizer
from nnviz.engine.optimizers.adam import Adam, AdaMax, AdamW, AMSGrad, NAdam, RAdam
from nnviz.engine.optimizers.adaptive import AdaDelta, AdaGrad, RMSProp
from nnviz.engine.optimizers.gradient_descent import SGD, Momentum, Nesterov

_MEANS = """\
t = t + 1
v = beta1 * v + (1 - beta1) * g
s = beta2 * s + (1 - beta2) * g**2
"""
_CORRECTED = """\
v_hat = v / (1 - beta1**t)
s_hat = s / (1 - beta2**t)
"""
_STEP = "theta = theta - eta * v_hat / (np.sqrt(s_hat) + epsilon)"

TEXTBOOK_OPTIMIZERS: dict[type[Optimizer], str] = {
    SGD: "theta = theta - eta * g",
    Momentum: "v = momentum * v + g\ntheta = theta - eta * v",
    Nesterov: "v = momentum * v + g\ntheta = theta - eta * (g + momentum * v)",
    AdaGrad: "s = s + g**2\ntheta = theta - eta * g / (np.sqrt(s) + epsilon)",
    RMSProp: "s = decay * s + (1 - decay) * g**2\ntheta = theta - eta * g / (np.sqrt(s) + epsilon)",
    AdaDelta: """\
s = decay * s + (1 - decay) * g**2
d = g * np.sqrt(u + epsilon) / np.sqrt(s + epsilon)
u = decay * u + (1 - decay) * d**2
theta = theta - eta * d""",
    Adam: _MEANS + _CORRECTED + _STEP,
    AdamW: f"theta = (1 - eta * weight_decay) * theta\n{_MEANS}{_CORRECTED}{_STEP}",
    NAdam: f"""\
{_MEANS}v_hat = beta1 * v / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
s_hat = s / (1 - beta2**t)
{_STEP}""",
    AdaMax: """\
t = t + 1
v = beta1 * v + (1 - beta1) * g
s = np.maximum(beta2 * s, np.abs(g) + epsilon)
v_hat = v / (1 - beta1**t)
theta = theta - eta * v_hat / s""",
    AMSGrad: f"""\
{_MEANS}u = np.maximum(u, s)
v_hat = v / (1 - beta1**t)
u_hat = u / (1 - beta2**t)
theta = theta - eta * v_hat / (np.sqrt(u_hat) + epsilon)""",
    RAdam: f"""\
{_MEANS}v_hat = v / (1 - beta1**t)
rho_inf = 2 / (1 - beta2) - 1
rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
a = 1
if rho > 5:
    r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    a = r * np.sqrt(1 - beta2**t) / (np.sqrt(s) + epsilon)
theta = theta - eta * a * v_hat""",
}


def optimizer_lines(optimizer: Optimizer) -> str:
    """Return the rule, its hyperparameters with their values above it."""
    values = {entry.name: f"{getattr(optimizer, entry.name):g}" for entry in fields(optimizer)}
    given = f"{', '.join(values)} = {', '.join(values.values())}\n" if values else ""
    return given + TEXTBOOK_OPTIMIZERS[type(optimizer)]


def lines_with_numbers(optimizer: Optimizer, last: str) -> str:
    """Return the rule up to the line that computes ``last``, the values of the hyperparameters in place of their names.

    Parameters
    ----------
    optimizer : Optimizer
    last : str
        ``v``, ``s``, ``u`` or ``theta``.
    """
    lines = TEXTBOOK_OPTIMIZERS[type(optimizer)].splitlines()
    at = max(k for k, line in enumerate(lines) if line.startswith(f"{last} = "))
    needed = [line for line in lines[: at + 1] if last == "theta" or not line.startswith("theta = ")]
    names = "|".join(entry.name for entry in fields(optimizer))
    text = "\n".join(needed)
    return re.sub(rf"\b({names})\b", lambda name: f"{getattr(optimizer, name[1]):.12g}", text) if names else text
