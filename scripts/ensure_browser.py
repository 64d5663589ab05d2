"""Find a Chromium for the browser tests, or install one, and print its path.

Order: the environment variable NNVIZ_CHROMIUM; a Chromium or Chrome on PATH; Playwright's own; else install one: the
Debian package when root on Debian or Ubuntu, Playwright's own otherwise. Exits with 1 and says what is missing when
nothing works, so browser tests are never left out silently.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "NNVIZ_CHROMIUM"
MISSING = f"""No Chromium that starts was found, so the browser tests cannot run. One of these mends it:
  sudo apt-get install chromium                   (Debian, Ubuntu)
  python -m playwright install chromium           (any system; add --with-deps on a bare Linux)
  set {VARIABLE} to the path of a Chromium or Chrome that is installed"""


class BrowserError(RuntimeError):
    """No browser that starts; the message says what to do."""


def version(path: str) -> str | None:
    """What a browser answers to ``--version``; None if it does not start.

    Ubuntu's ``chromium-browser`` may be a stub without its snap, and an image may lack shared libraries: only a
    browser that answers counts.
    """
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def playwright_path() -> str | None:
    """Where Playwright keeps the Chromium that it installs itself, whether it is there yet or not."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find_browser() -> str | None:
    """The path of a Chromium that starts, or None.

    Raises
    ------
    BrowserError
        If ``NNVIZ_CHROMIUM`` names something that does not start: a wish is not quietly replaced.
    """
    wished = os.environ.get(VARIABLE)
    if wished:
        if version(wished) is None:
            message = f"{VARIABLE} must name a Chromium that starts, but {wished!r} does not: mend it or unset it."
            raise BrowserError(message)
        return wished
    for name in NAMES:
        path = shutil.which(name)
        if path and version(path) is not None:
            return path
    path = playwright_path()
    return path if path and version(path) is not None else None


def install_commands() -> list[list[str]]:
    """The commands to try, in order, where no browser was found."""
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (root and shutil.which("apt-get")):
        return [own]
    return [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
        [*own, "--with-deps"],
    ]


def ensure_browser() -> str:
    """The path of a Chromium that starts, installed now if need be.

    Raises
    ------
    BrowserError
        If none was found and none could be installed.
    """
    path = find_browser()
    if path:
        return path
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in install_commands():
        print("no Chromium yet:", " ".join(command), file=sys.stderr, flush=True)
        subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)
        path = find_browser()
        if path:
            return path
    raise BrowserError(MISSING)


def main() -> int:
    """Print the path, or what is missing."""
    try:
        path = ensure_browser()
    except BrowserError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"browser: {path} ({version(path)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
