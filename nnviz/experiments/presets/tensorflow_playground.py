"""An address of TensorFlow Playground becomes the same set-up here: teachers pass such addresses around.

Its set-up stands after ``#`` as ``key=value&...``; the keys are those of github.com/tensorflow/playground,
`src/state.ts`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from zlib import crc32

from nnviz.datasets import FEATURES
from nnviz.engine import SEED_LIMIT
from nnviz.experiments.address.echo import echo
from nnviz.experiments.run.settings import RunSettings

MAX_ADDRESS = 4000
"""Characters of an address that are read."""

PLAYGROUND = RunSettings(
    head="tanh",
    loss="half_squared_error",
    initializer="playground",
    learning_rate=0.03,
    batch_size=10,
    shuffle=False,
    penalty_rate=0.0,
    penalty_after_step=True,
)
"""The set-up of TensorFlow Playground at its start."""

CLASSIFICATION = ("circle", "xor", "gauss", "spiral")
REGRESSION = ("reg-plane", "reg-gauss")
ACTIVATION_NAMES = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "identity"}
PENALTY_NAMES = {"none": "none", "L1": "l1", "L2": "l2"}
FEATURE_NAMES = {feature.playground_key: name for name, feature in FEATURES.items()}

DISPLAY_KEYS = frozenset({"discretize", "showTestData", "collectStats", "tutorial", "hideText"})
"""Keys that change how Playground looks and not what it trains; so do all that end in ``_hide``."""


@dataclass(frozen=True)
class ImportedSettings:
    """What was read in an address.

    Attributes
    ----------
    settings : RunSettings
    messages : tuple of str
        What was not taken over, or not exactly, and why.
    """

    settings: RunSettings
    messages: tuple[str, ...]


def from_playground(address: str) -> ImportedSettings:
    """Read an address of TensorFlow Playground.

    Parameters
    ----------
    address : str
        The whole address, or the part after ``#``. What it leaves out is as Playground starts.

    Raises
    ------
    ValueError
        If nothing in it belongs to TensorFlow Playground. The message is for a person.
    """
    reader = _Reader(_pairs(address))
    reader.read()
    return ImportedSettings(reader.settings, tuple(reader.messages))


def _pairs(address: str) -> dict[str, str]:
    """Cut an address into keys and values."""
    text = address.strip()
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"a TensorFlow Playground link has a few hundred characters; this text has {len(text)}")
    before, hash_sign, setup = text.partition("#")
    if not hash_sign and before:
        if _host(before) == "playground.tensorflow.org":
            return {}
        setup = before
    pairs = {}
    for part in setup.split("&"):
        key, equals, value = part.partition("=")
        if equals and key:
            pairs[unquote(key).strip()] = unquote(value).strip()
    if not any(key in KEYS or _is_display_key(key) for key in pairs):
        raise ValueError(
            "this is not a TensorFlow Playground link: expected https://playground.tensorflow.org/#activation=tanh&"
            f"..., got '{echo(text)}'; copy the whole address from the browser after changing something there"
        )
    return pairs


def _host(text: str) -> str:
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""


def _is_display_key(key: str) -> bool:
    return key in DISPLAY_KEYS or key.endswith("_hide")


class _Reader:
    """Takes one key after the other into settings, and notes what it cannot take."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self.pairs = pairs
        self.settings = PLAYGROUND
        self.messages: list[str] = []

    def read(self) -> None:
        """Read every key; the data come first, as other settings depend on them."""
        self._data()
        for key, take in _PARSERS.items():
            if key in self.pairs:
                self._take(key, take)
        if "activation" in self.pairs:
            self._take("activation", self._activation)
        self._features()
        self._rest()

    def _take(self, key: str, fields: Callable[[str], dict[str, Any]]) -> None:
        text = self.pairs[key]
        try:
            self.settings = self.settings.changed(**fields(text))
        except ValueError as error:
            self.messages.append(f"{key}={echo(text)} was left out: {error}")

    def _data(self) -> None:
        problem = self.pairs.get("problem", "classification")
        if problem not in ("classification", "regression"):
            self.messages.append(
                f"problem={echo(problem)} was left out: expected classification or regression; classification is used"
            )
        regression = problem == "regression"
        key, names = ("regDataset", REGRESSION) if regression else ("dataset", CLASSIFICATION)
        wanted = self.pairs.get(key, names[0])
        if wanted not in names:
            self.messages.append(f"{key}={echo(wanted)} was left out: expected one of {', '.join(names)}")
            wanted = names[0]
        head = "regression" if regression else PLAYGROUND.head
        self.settings = self.settings.changed(dataset=wanted, head=head, loss=PLAYGROUND.loss)

    def _activation(self, text: str) -> dict[str, Any]:
        name = _chosen(text, ACTIVATION_NAMES)
        return {"hidden": tuple(part.model_copy(update={"activation": name}) for part in self.settings.hidden)}

    def _features(self) -> None:
        chosen = {"x", "y"}
        for key, name in FEATURE_NAMES.items():
            text = self.pairs.get(key)
            if text in ("true", "false"):
                (chosen.add if text == "true" else chosen.discard)(name)
            elif text is not None:
                self.messages.append(f"{key}={echo(text)} was left out: expected true or false")
        if chosen:
            self.settings = self.settings.changed(features=tuple(name for name in FEATURES if name in chosen))
        else:
            self.messages.append("No input feature is switched on in this address; x and y are used.")

    def _rest(self) -> None:
        display_keys = [key for key in self.pairs if _is_display_key(key)]
        if display_keys:
            self.messages.append(f"Ignored, since it changes only how Playground looks: {_few(display_keys)}.")
        unknown = [key for key in self.pairs if key not in KEYS and not _is_display_key(key)]
        if unknown:
            self.messages.append(f"Unknown to TensorFlow Playground, so left out: {_few(unknown)}.")
        if "seed" in self.pairs:
            self.messages.append(
                f"The seed '{echo(self.pairs['seed'])}' became {self.settings.seed}. Points and weights follow "
                "Playground's rules, but are drawn from other random numbers, so they are not identical."
            )


def _few(keys: list[str]) -> str:
    shown = ", ".join(echo(key, 30) for key in keys[:8])
    return f"{shown} and {len(keys) - 8} more" if len(keys) > 8 else shown


def _chosen(text: str, names: dict[str, str]) -> str:
    if text not in names:
        raise ValueError(f"expected one of {', '.join(names)}")
    return names[text]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("expected a number") from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError("expected a whole number")
    return int(text)


def _flag(text: str) -> bool:
    return _chosen(text, {"true": "1", "false": ""}) == "1"


def _seed(text: str) -> int:
    """Turn Playground's seed, five decimals between 0 and 1, into a whole number; any other text into some number."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    return round(number * 100_000) if 0 <= number < 1 else crc32(text.encode("utf-8", "replace")) % SEED_LIMIT


def _shape(text: str) -> dict[str, Any]:
    activation = PLAYGROUND.hidden[0].activation
    units = [_whole(part.strip()) for part in text.split(",")[:100] if part.strip()]
    return {"hidden": tuple({"units": n, "activation": activation} for n in units)}


_PARSERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "networkShape": _shape,
    "learningRate": lambda text: {"learning_rate": _number(text)},
    "batchSize": lambda text: {"batch_size": _whole(text)},
    "regularization": lambda text: {"penalty": _chosen(text, PENALTY_NAMES)},
    "regularizationRate": lambda text: {"penalty_rate": _number(text)},
    "noise": lambda text: {"noise": _number(text)},
    "percTrainData": lambda text: {"train_share": _number(text) / 100.0},
    "seed": lambda text: {"seed": _seed(text), "data_seed": _seed(text)},
    "initZero": lambda text: {"initializer": "zeros" if _flag(text) else "playground"},
}

KEYS = frozenset({*_PARSERS, *FEATURE_NAMES, "activation", "problem", "dataset", "regDataset"})
"""Every key that is a setting."""
