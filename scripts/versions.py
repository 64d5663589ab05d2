"""Print what a test run is about to run with: Python, the packages that matter, the browser."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from scripts import ensure_browser  # noqa: E402 - the path above has to come first

PACKAGES = ("streamlit", "numpy", "plotly", "pandas", "pydantic", "pytest", "hypothesis", "playwright", "ruff", "mypy")


def installed(package: str) -> str:
    """A package with its version, or that it is missing."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} (not installed)"


def browser() -> str:
    """The browser of the browser tests with its version, or that it is missing."""
    try:
        path = ensure_browser.find_browser()
    except ensure_browser.BrowserError as error:
        return str(error)
    return f"{ensure_browser.version(path)} at {path}" if path else "no Chromium"


def report() -> list[str]:
    """What runs, one line for each kind."""
    return [
        f"Python {platform.python_version()} on {platform.platform()}",
        ", ".join(installed(package) for package in PACKAGES),
        browser(),
    ]


if __name__ == "__main__":
    print("\n".join(report()))
