"""Find an nginx for the tests of deployments, or fetch one, and print its path.

Order: the environment variable NNVIZ_NGINX; an nginx on PATH or in /usr/sbin; one that was fetched before. Else, on
Debian and Ubuntu, the package is unpacked into build/nginx: nothing is installed, no service starts, and nobody has to
be root. Where a library is missing then, and the user is root, apt installs what the package depends on. Exits with 1
and says what is missing when nothing works, so the tests are never left out silently.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "build" / "nginx"
VARIABLE = "NNVIZ_NGINX"
MISSING = f"""No nginx that starts was found, so replicas cannot be tested. One of these mends it:
  sudo apt-get install nginx-light      (Debian, Ubuntu; brew install nginx on macOS)
  set {VARIABLE} to the path of an nginx that is installed"""


def starts(path: str) -> bool:
    """Whether an nginx answers to ``-v``."""
    try:
        done = subprocess.run([path, "-v"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find_nginx() -> str | None:
    """The path of an nginx that starts, or None.

    Raises
    ------
    RuntimeError
        If ``NNVIZ_NGINX`` names something that does not start: a wish is not quietly replaced.
    """
    wished = os.environ.get(VARIABLE)
    if wished:
        if not starts(wished):
            raise RuntimeError(
                f"{VARIABLE} must name an nginx that starts, but {wished!r} does not: mend it or unset it."
            )
        return wished
    places = (shutil.which("nginx"), "/usr/sbin/nginx", str(FOLDER / "usr" / "sbin" / "nginx"))
    return next((place for place in places if place and starts(place)), None)


def _run(*command: str, folder: Path | None = None) -> None:
    print("no nginx yet:", " ".join(command), file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, cwd=folder, env=quiet, stdout=sys.stderr, check=False)


def fetch() -> None:
    """Unpack the package of Debian or Ubuntu, where there is apt."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    root = os.geteuid() == 0
    if root:
        _run("apt-get", "update", "-qq")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for package in ("nginx", "nginx-core", "nginx-light"):  # the program is in one of them
        _run("apt-get", "download", "-qq", package, folder=FOLDER)
        for file in FOLDER.glob("*.deb"):
            _run("dpkg-deb", "-x", str(file), str(FOLDER))
            file.unlink()
        if (FOLDER / "usr" / "sbin" / "nginx").exists():
            break
    if root and not find_nginx():
        _run(
            "apt-get",
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "libpcre2-8-0",
            "libssl3",
            "zlib1g",
            "libcrypt1",
        )


def main() -> int:
    """Print the path, or what is missing."""
    try:
        path = find_nginx()
        if path is None:
            fetch()
            path = find_nginx()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    if path is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(f"nginx: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
