"""Where the app's own files lie: app.py, pages/ and Streamlit's configuration."""

import sys
from pathlib import Path

import nnviz

_PACKAGE = Path(nnviz.__file__).parent

APP = next(path for path in (_PACKAGE / "app" / "app.py", _PACKAGE.with_name("app.py")) if path.exists())
"""The entry: in an installed package it lies in `nnviz/app`, in a checkout at its root (setup.py says how)."""

PAGES = APP.with_name("pages")
"""The folder of the pages, beside the entry."""

HAS_SERVER = sys.platform != "emscripten"
"""Whether others reach this process: not where Python runs in a visitor's own browser (docs/static.md)."""
