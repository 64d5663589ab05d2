"""What the settings record about the user's own data; the data themselves are passed beside the settings."""

import hashlib
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from nnviz.datasets import Dataset, DatasetInfo, Kind

OWN = "own"
"""The name of the user's own data in `RunSettings.dataset`."""


class OwnData(BaseModel):
    """A description of own data, small enough for settings: enough to build a network, not enough to train it.

    ``shape`` is that of one sample where a row is an image or a signal. ``plane`` says that the data are points drawn
    by hand, with the features of a plane. ``fingerprint`` tells two own data sets apart.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    n_features: int = Field(ge=1)
    n_classes: int = Field(ge=0)
    n_samples: int = Field(ge=2)
    shape: tuple[int, ...] | None = None
    plane: bool = False
    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$")

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """Describe a data set."""
        return cls(
            kind=data.kind,
            n_features=data.n_features,
            n_classes=data.n_classes,
            n_samples=data.n_samples,
            shape=data.shape,
            plane=data.x_range is not None and data.n_features == 2 and data.shape is None,
            fingerprint=fingerprint(data),
        )

    @property
    def info(self) -> DatasetInfo:
        """The same description in the form that bundled data have in the catalogue."""
        return DatasetInfo(
            name=OWN,
            title="Own data",
            kind=self.kind,
            parameters=(),
            n_features=self.n_features,
            n_classes=self.n_classes,
            n_samples=self.n_samples,
            classes_limits=(self.n_classes, self.n_classes),
            class_names=(),
            description="Your own rows or points; they stay in this session and are not in the address.",
            source="provided by the user",
            make=_not_made,
            shape=self.shape,
        )


def fingerprint(data: Dataset) -> str:
    """Return 16 hexadecimal digits that change with any number, name or kind of the data."""
    words = "\x1f".join((data.kind, *data.feature_names, "\x1e", *data.class_names, "\x1e", data.target_name))
    seen = hashlib.sha256(words.encode("utf-8", "surrogatepass"))
    for array in (data.X, data.Y):
        seen.update(repr(array.shape).encode())
        seen.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
    return seen.hexdigest()[:16]


def check_own(described: OwnData | None, data: Dataset | None) -> Dataset:
    """Return the data if they are the described ones.

    Raises
    ------
    ValueError
        If there are none, or they are others.
    """
    if data is None:
        raise ValueError("expected own data beside the settings, got none; load or draw them again under Data")
    if described != OwnData.of(data):
        raise ValueError(
            "expected the own data that the settings describe, got others; make the settings for the new data with "
            "RunSettings.with_own(data)"
        )
    return data


def _not_made(*_: object) -> None:
    raise ValueError("own data cannot be made from settings; hand them to start() or prepare() as `own`")
