"""What a build says at its end: how large the site is, what was left out, whether it is one for others."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

ALL, FIRST = "all", "a first visit"

PACKED = (".whl", ".zip", ".woff", ".woff2", ".png", ".webp")
"""Kinds of file that no server makes smaller by gzip."""


@dataclass(frozen=True)
class Report:
    """What was built.

    Parameters
    ----------
    folder
        Where the site is.
    left_out
        What was not taken over from whose files, a line each.
    passed_over
        Files of a right name and another hash, that stood where files were looked for.
    stand_ins
        Files that took the place of real ones.
    sizes
        Part of the site -> number of files, bytes on disk, bytes as a server with gzip sends them.
    """

    folder: Path
    left_out: tuple[str, ...]
    passed_over: tuple[str, ...]
    stand_ins: tuple[str, ...]
    sizes: dict[str, tuple[int, int, int]]

    def __str__(self) -> str:
        rows = [f"{'':<20}{'files':>7}{'MB':>9}{'MB by gzip':>12}"]
        for part, (files, plain, packed) in self.sizes.items():
            rows.append(f"{part:<20}{files:>7}{plain / 1e6:>9.1f}{packed / 1e6:>12.1f}")
        rows += [f"left out: {line}" for line in self.left_out]
        rows += [f"passed over: {line}" for line in self.passed_over]
        if self.stand_ins:
            rows.append(f"FOR TRIALS ONLY: stand-ins, unchecked, for {len(self.stand_ins)} files:")
            rows += [f"  {file}" for file in self.stand_ins]
        return "\n".join([*rows, f"the site is in {self.folder}"])


def sizes(site: Path) -> dict[str, tuple[int, int, int]]:
    """Measure a site: its folders, its other files, all of it, and what a first visit fetches before a page stands."""
    first = {unquote(file) for file in json.loads((site / "site.json").read_text(encoding="utf-8"))["files"]}
    parts: dict[str, tuple[int, int, int]] = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        data = path.read_bytes()
        packed = len(data) if path.suffix in PACKED else min(len(data), len(gzip.compress(data, 6)))
        for part in (_top(name), ALL, *([FIRST] if name in first else [])):
            files, plain, small = parts.get(part, (0, 0, 0))
            parts[part] = (files + 1, plain + len(data), small + packed)
    return {part: parts[part] for part in (*sorted(parts.keys() - {ALL, FIRST}), ALL, FIRST)}


def _top(name: str) -> str:
    return f"{name.split('/')[0]}/" if "/" in name else "files at the top"
