"""Starts replicas of the app behind an nginx of its own, as deploy/ does: for tests and the benchmark of replicas."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.driving import PATIENCE, ROOT, Server, free_port, running_app
from scripts.ensure_nginx import MISSING, find_nginx

NGINX = ROOT / "deploy" / "nginx"

SHARED = {"STREAMLIT_SERVER_COOKIE_SECRET": "one-secret-for-all-replicas-of-a-test"}
"""What all replicas share, so that each takes the forms of the others' pages."""


@dataclass
class Replicas:
    """Replicas behind one address.

    Attributes
    ----------
    url : str
        Where a visitor finds them.
    servers : list of Server
        The replicas, in the order in which the cookie numbers them, from 1.
    """

    url: str
    servers: list[Server]


@contextmanager
def running_replicas(folder: Path, count: int, base: str = "") -> Iterator[Replicas]:
    """Run so many replicas behind nginx, on free ports.

    Parameters
    ----------
    folder : Path
        An empty folder for logs and for what nginx writes.
    count : int
    base : str
        The path that the app is served at, such as ``/nnviz``.

    Raises
    ------
    RuntimeError
        If there is no nginx, or something does not start.
    """
    with ExitStack() as stack:
        ports: list[int] = []
        starting = []
        for k in range(count):
            home = folder / f"replica{k + 1}"
            home.mkdir()
            ports.append(free_port(ports))
            starting.append(running_app(home, base=base, variables=SHARED, port=ports[-1]))
            stack.push(starting[-1])
        with ThreadPoolExecutor(count) as at_once:
            servers = list(at_once.map(lambda replica: replica.__enter__(), starting))
        places = [server.url.removeprefix("http://").removesuffix(base) for server in servers]
        yield Replicas(stack.enter_context(running_nginx(folder, places)) + base, servers)


@contextmanager
def running_nginx(folder: Path, places: Sequence[str]) -> Iterator[str]:
    """Run the nginx of deploy/ before servers that are there, and yield its address.

    Parameters
    ----------
    folder : Path
        Where its files may lie.
    places : sequence of str
        Of the servers, such as ``127.0.0.1:8501``.
    """
    nginx = find_nginx()
    if nginx is None:
        raise RuntimeError(f"{MISSING}\n  python scripts/ensure_nginx.py     does what is possible here")
    port = free_port()
    command = [nginx, "-p", str(folder), "-c", str(nginx_files(folder / "nginx", places, port))]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + PATIENCE
            while not _answers(f"{url}/healthz"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"nginx did not start:\n{(folder / 'nginx.log').read_text()}")
                time.sleep(0.02)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=10)


def nginx_files(folder: Path, places: Sequence[str], port: int) -> Path:
    """Write what an nginx of its own needs into a folder; return its main file."""
    shutil.copytree(NGINX, folder)
    listed = subprocess.run(["sh", NGINX / "upstreams.sh", *places], capture_output=True, text=True, check=True)
    (folder / "upstreams.conf").write_text(listed.stdout, encoding="utf-8")
    main = folder / "nginx.conf"
    text = main.read_text(encoding="utf-8").replace("listen 8080;", f"listen 127.0.0.1:{port};")
    if os.geteuid() == 0:  # its workers would be nobody, who may not write here
        text = f"user root;\n{text}"
    main.write_text(text, encoding="utf-8")
    return main


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False
