"""Where the files come from: folders at hand, the downloads of an earlier build, npm, PyPI, Pyodide's distribution."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from scripts.static.pins import Pin, StaticSiteError, check_hash, has_hash

ROOT = Path(__file__).parents[2]

SECONDS = 60
"""How long the distribution may stay silent."""

Fetch = Callable[[list[Pin], Path], str]
"""Puts pinned files into a folder, as far as it can, and returns what its client said where it could not."""


@dataclass
class Sources:
    """Finds pinned files, and remembers which it could not find.

    Parameters
    ----------
    folders
        Where to look first: what `--wheels` named, in order.
    downloads
        Where what is fetched is kept for the next build.
    fetchers
        Source -> how files are fetched from it. A source that is missing here is out of reach.
    """

    folders: tuple[Path, ...]
    downloads: Path
    fetchers: dict[str, Fetch]
    missing: list[Pin] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)

    def find(self, pins: Iterable[Pin]) -> dict[str, Path]:
        """Return file name -> path of each file that can be had.

        A file of the right name whose hash is another one is passed over where the right one is found elsewhere. (The
        distribution has wheels of Python alone too, built anew under the names of PyPI's.)

        Raises
        ------
        StaticSiteError
            All that is found under a name is not the file that was pinned.
        """
        pins = list(pins)
        absent = [pin for pin in pins if self._at_hand(pin) is None]
        for source, fetch in self.fetchers.items():
            wanted = [pin for pin in absent if pin.source == source]
            if wanted:
                self.downloads.mkdir(parents=True, exist_ok=True)
                self.reasons[source] = fetch(wanted, self.downloads)
        found = {pin: self._at_hand(pin) for pin in pins}
        for pin, path in found.items():
            others = [other for other in self._named(pin) if not has_hash(other, pin)]
            if path is None and others:
                check_hash(others[0], pin)
            self.passed_over += [f"{other} is not the file that was pinned" for other in others]
        self.missing += [pin for pin, path in found.items() if path is None]
        return {pin.file: path for pin, path in found.items() if path is not None}

    def refuse_if_missing(self, out: Path) -> None:
        """Raise StaticSiteError, and list what is missing as `sha256sum --check` reads it, unless all was found."""
        if not self.missing:
            return
        count = "1 file is" if len(self.missing) == 1 else f"{len(self.missing)} files are"
        text = [f"{count} missing, so {_shown(out)} was not built; nothing was changed there."]
        for source in dict.fromkeys(pin.source for pin in self.missing):
            pins = [pin for pin in self.missing if pin.source == source]
            reason = f" did not give them ({self.reasons[source]})" if self.reasons.get(source) else ""
            text += ["", f"{source}{reason}, {_asked(pins)}:", *(f"{pin.sha256}  {pin.file}" for pin in pins)]
        text += [
            "",
            "Put these files, under these names, into a folder of yours, and say",
            '  make static ARGS="--wheels FOLDER"',
            f"or try again where the source can be reached. What was found is kept in {_shown(self.downloads)}.",
        ]
        raise StaticSiteError("\n".join(text))

    def _at_hand(self, pin: Pin) -> Path | None:
        return next((path for path in self._named(pin) if has_hash(path, pin)), None)

    def _named(self, pin: Pin) -> list[Path]:
        return [path for folder in (*self.folders, self.downloads) if (path := folder / pin.file).is_file()]


def from_npm(pins: list[Pin], folder: Path) -> str:
    """Fetch tarballs with npm, as it is set up here."""
    line = [sys.executable, str(ROOT / "scripts" / "node.py"), "npm", "pack", *(pin.request for pin in pins)]
    return _run([*line, "--pack-destination", str(folder.resolve()), "--silent"])


def from_pypi(pins: list[Pin], folder: Path) -> str:
    """Fetch wheels of Python alone with pip, as it is set up here; pip checks their hashes too."""
    with tempfile.TemporaryDirectory() as work:
        wanted = Path(work) / "wanted.txt"
        wanted.write_text("".join(f"{pin.request} --hash=sha256:{pin.sha256}\n" for pin in pins), encoding="utf-8")
        what = ["--no-deps", "--only-binary=:all:", "--platform=any", "--python-version=3.13", "--require-hashes"]
        line = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *what]
        return _run([*line, "--dest", str(folder), "--requirement", str(wanted)])


def from_distribution(pins: list[Pin], folder: Path) -> str:
    """Fetch files by their addresses; where no server answers, the rest is not tried."""
    refusal = ""
    for pin in pins:
        try:
            with urlopen(pin.request, timeout=SECONDS) as answer:
                data = answer.read()
        except HTTPError as error:
            refusal = str(error)
            continue
        except (URLError, TimeoutError, ConnectionError) as error:
            return str(getattr(error, "reason", error))
        partial = folder / f"{pin.file}.partial"
        partial.write_bytes(data)
        partial.replace(folder / pin.file)
    return refusal


FETCHERS: dict[str, Fetch] = {"npm": from_npm, "PyPI": from_pypi, "Pyodide's distribution": from_distribution}


def _asked(pins: list[Pin]) -> str:
    commands = {"npm": "npm pack", "PyPI": "pip download --no-deps"}
    if pins[0].source in commands:
        return f"by {commands[pins[0].source]} {' '.join(pin.request for pin in pins)}"
    return f"below {pins[0].request.removesuffix(pins[0].file)}"


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _run(line: list[str]) -> str:
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    lines = [text for text in done.stderr.splitlines() if text and not text.startswith("WARNING")]
    return "" if done.returncode == 0 else (lines or ["no reason was given"])[-1].removeprefix("ERROR: ")
