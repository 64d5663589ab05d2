"""Resolve requirements.lock anew: one exact version of every package that holds on each supported Python.

usage: python scripts/lock.py [PYTHON ...]     default: python3.11 python3.12 python3.13, as far as they are installed

The oldest Python chooses the versions; each later one must resolve with the same ones, and adds what only it needs.
Only names and versions are written: no index, no file, no hash, so the lock holds wherever packages come from.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SUPPORTED = ("python3.11", "python3.12", "python3.13")
HEADER = """\
# Every package at exactly the version that was tested, on Python {pythons}. Made by `make lock`; not edited by hand.
# It is used as constraints:  pip install -r requirements.txt -c requirements.lock   (or -r requirements-dev.txt)
"""


def python_version(python: str) -> str | None:
    """The version that an interpreter gives, like '3.12'; None if it does not start."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def resolve(python: str, pins: dict[str, str]) -> dict[str, str]:
    """Package names and versions that pip would install on one Python, given the versions fixed so far."""
    with tempfile.TemporaryDirectory() as folder:
        constraints, report = Path(folder, "pins.txt"), Path(folder, "report.json")
        constraints.write_text(lines(pins), encoding="utf-8")
        command = [python, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--report", str(report), "-r", "requirements-dev.txt", "-c", str(constraints)]
        subprocess.run(command, cwd=ROOT, check=True)
        packages = [entry["metadata"] for entry in json.loads(report.read_text(encoding="utf-8"))["install"]]
    return {package["name"].lower().replace("_", "-"): package["version"] for package in packages}


def lines(pins: dict[str, str]) -> str:
    """Pins in the form of a requirements file, sorted by name, without nnviz itself."""
    return "".join(f"{name}=={pins[name]}\n" for name in sorted(pins) if name != "nnviz")


def main(arguments: list[str]) -> int:
    """Write the lock from the Pythons that are named, or say that there is none."""
    found = {version: python for python in arguments or SUPPORTED if (version := python_version(python))}
    if not found:
        print(f"no Python that starts among {', '.join(arguments or SUPPORTED)}: name one or more", file=sys.stderr)
        return 1
    pythons = sorted(found, key=lambda version: tuple(map(int, version.split("."))))
    pins: dict[str, str] = {}
    for version in pythons:
        print(f"resolving on Python {version}", flush=True)
        pins = resolve(found[version], pins) | pins
    text = HEADER.format(pythons=", ".join(pythons)) + lines(pins)
    (ROOT / "requirements.lock").write_text(text, encoding="utf-8")
    print(f"requirements.lock: {len(pins)} packages, the same on Python {', '.join(pythons)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
