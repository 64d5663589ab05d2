"""Record every number of a fixed list of addresses, or compare two records.

python -m scripts.page_numbers record before.json
python -m scripts.page_numbers compare before.json after.json
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts.page_numbers import compare  # noqa: E402 - the path above has to come first

GROUPS = ("pages", "presets", "playground", "tables", "experiments", "documents")


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands; 1 means that numbers differ or that something could not be recorded."""
    parser = argparse.ArgumentParser(prog="python -m scripts.page_numbers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="write a record")
    recording.add_argument("file", type=Path)
    recording.add_argument("--only", choices=GROUPS, action="append", help="leave the other groups out")
    recording.add_argument("--address", help="of the pages, only those whose name holds this text")
    recording.add_argument(
        "--decoder", metavar="MODULE:FUNCTION", help="reads a component's message: bytes to (header, arrays by name)"
    )
    comparing = commands.add_parser("compare", help="say what differs")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--words", action="store_true", help="show the differences of the words, too")
    given = parser.parse_args(arguments)
    if given.command == "compare":
        report, equal = compare.compare(compare.load(given.before), compare.load(given.after), given.words)
        print("\n".join(report))
        return 0 if equal else 1
    from scripts.page_numbers import recording as recorder

    return recorder.record(given.file, given.only or GROUPS, given.address or "", given.decoder)


if __name__ == "__main__":
    raise SystemExit(main())
