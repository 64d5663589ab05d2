"""`nnviz run` opens the app in a browser, from any folder."""

import runpy
import sys
from argparse import ArgumentParser, Namespace

from nnviz.commands.command import Command


def arguments(parser: ArgumentParser) -> None:
    """Add where the app is served."""
    parser.add_argument("--port", type=int, help="the port it listens on (8501, or the next that is free)")
    parser.add_argument("--host", help="the address it listens on: localhost keeps it to this computer")


def run(options: Namespace) -> int:
    """Serve the app until it is interrupted."""
    from nnviz.ui.shell.place import APP

    wanted = {"server.port": options.port, "server.address": options.host}
    flags = [f"--{name}={value}" for name, value in wanted.items() if value is not None]
    sys.argv = ["streamlit", "run", str(APP), *flags]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)  # does not return
    return 0


COMMAND = Command("open the app in a browser", arguments, run)
