"""Ingredients of a small static site, and nnviz's wheel without the seconds that building it takes."""

import shutil
from pathlib import Path

import pytest

from scripts.static import python_folder
from tests.static.stand_ins import Ingredients, make_ingredients


@pytest.fixture
def ingredients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ingredients:
    made = make_ingredients(tmp_path / "ingredients")

    def own_wheel(folder: Path) -> Path:
        [wheel] = made.own.glob("*.whl")
        return Path(shutil.copyfile(wheel, folder / wheel.name))

    monkeypatch.setattr(python_folder, "build_own_wheel", own_wheel)
    return made
