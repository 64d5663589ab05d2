"""Make the bundled list of first names from a text file with one name a line.

Run from the top of the repository with the list of the makemore project, which took the names of the year 2018 from the
US Social Security Administration (https://www.ssa.gov/oact/babynames/, in the public domain)::

    python scripts/bundle_names.py names.txt [directory]

Each name is kept once, in the order of the alphabet; the list of the source has names of girls, then of boys, so that
some stand in it twice. The file has no date in it: the same list gives the same bytes.
"""

import gzip
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "nnviz" / "datasets" / "data"


def bundle(source: Path, directory: Path) -> Path:
    """Write names.txt.gz into a directory, and return its path."""
    names = sorted({line.strip().lower() for line in source.read_text(encoding="ascii").splitlines()} - {""})
    odd = [name for name in names if not re.fullmatch("[a-z]+", name)]
    if odd:
        raise ValueError(f"names must consist of the letters a to z, but {odd[0]!r} does not; leave it out")
    path = directory / "names.txt.gz"
    path.write_bytes(gzip.compress("\n".join(names).encode("ascii"), 9, mtime=0))
    return path


if __name__ == "__main__":
    written = bundle(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else DATA)
    sys.stdout.write(f"{written} ({written.stat().st_size} bytes)\n")
