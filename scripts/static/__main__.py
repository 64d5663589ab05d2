"""Build the static site: `make static`, or `python -m scripts.static --help`."""

import argparse
import sys
from pathlib import Path

from scripts.static import lessons
from scripts.static.gather import read_stand_ins
from scripts.static.pins import StaticSiteError, read_pins
from scripts.static.site import ROOT, WEB, build_site
from scripts.static.sources import FETCHERS, Sources


def main(arguments: list[str]) -> int:
    """Build it as the command line says; return 1, with the reason on the screen, where that is impossible."""
    parser = argparse.ArgumentParser("python -m scripts.static", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "static", help="the folder of the site")
    parser.add_argument(
        "--wheels", type=Path, action="append", default=[], metavar="FOLDER", help="where to look for files first"
    )
    parser.add_argument("--base", default="", help="the folder of the host that it is for, as /nnviz/; default: any")
    parser.add_argument(
        "--stand-ins", type=Path, metavar="FOLDER", help="for trials: files that take the place of others, unchecked"
    )
    parser.add_argument("--no-lessons", action="store_true", help="leave out the recorded lessons")
    given = parser.parse_args(arguments)
    folders = [*given.wheels, *([given.stand_ins] if given.stand_ins else [])]
    absent = [str(folder) for folder in folders if not folder.is_dir()]
    if absent:
        parser.error(f"there is no folder {', '.join(absent)}")
    sources = Sources(tuple(given.wheels), ROOT / "build" / "static-downloads", FETCHERS)
    record = None if given.no_lessons else lessons.record
    try:
        pins = read_pins(WEB / "pins.toml")
        stand_ins = read_stand_ins(given.stand_ins, pins) if given.stand_ins else {}
        print(build_site(pins, sources, given.out, base=given.base, record=record, stand_ins=stand_ins))
    except StaticSiteError as error:
        print(f"make static: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
