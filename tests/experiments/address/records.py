"""Every class of settings, found by what they share, and the addresses of the past; nothing in here is a test."""

import importlib
import json
import pkgutil
from pathlib import Path

import nnviz.experiments
from nnviz.experiments.address.record import AddressRecord

for _module in pkgutil.walk_packages(nnviz.experiments.__path__, "nnviz.experiments."):
    importlib.import_module(_module.name)


def _below(kind):
    return [below for direct in kind.__subclasses__() for below in (direct, *_below(direct))]


def room(kind):
    """The folder of `nnviz/experiments` that a class of settings stands in."""
    return kind.__module__.split(".")[2]


RECORDS = sorted((kind for kind in _below(AddressRecord) if kind.__module__.startswith("nnviz.")), key=room)
"""Every class of settings; a new page is here without being named."""

BY_ROOM = {room(kind): kind for kind in RECORDS}

PAST = [
    json.loads(line) for line in (Path(__file__).parent / "addresses.jsonl").read_text(encoding="utf-8").splitlines()
]
"""Addresses, and the settings that differed from the defaults when the code of 32c7a02 read them, by its names."""


def present(kind, key, value):
    """The name and the value that a field has now, by a key and a value of the present or of the past."""
    name = next(name for name, keys in kind.address_keys().items() if key in keys)
    return name, kind.present(name, value) if isinstance(value, str) else value
