"""The command line `nnviz`: each command is a module of this folder, found by its name."""

from nnviz.commands.command_line import main

__all__ = ["main"]
