"""Runs make targets at once, and prints what each has said when it ends: python scripts/at_once.py make lint js."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def run(command: list[str]) -> int:
    """Run one command, print all of its output in one piece, and return its exit code."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout, end="", flush=True)
    return done.returncode


def main(make: str, *targets: str) -> int:
    """Run every target in a process of its own, and return the largest exit code."""
    with ThreadPoolExecutor(len(targets)) as pool:
        return max(pool.map(run, [[make, "--no-print-directory", *target.split()] for target in targets]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
