"""`nnviz new-lesson NAME` writes a lesson to begin with: two steps, a question, and a comment at each key."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from nnviz.commands.command import Command

TEMPLATE = """\
# A lesson of nnviz. docs/lessons.md describes every key; `nnviz check {name}.yaml` says what is wrong,
# `nnviz run --lesson {name}.yaml` begins it.
lesson: 1 # the version of the format
title: {title}
# author: your name
language: en
licence: CC BY 4.0

steps:
  # A step is a view of the app: copy its address from the Share panel, from the page's name on.
  - id: the-network # small letters, digits and hyphens; links go by it
    view: playground?hidden=3:tanh
    say: Three units, one hidden layer. Can it tell the inner circle from the ring? # one line for the hall
    notes: | # for you alone, in the presenter's window
      Let the hall look at the data first. Nothing has been trained yet.
    minutes: 3
    # hide: [Results] # panels and controls that are not shown
    # lock: [hidden] # controls that cannot be changed
    # point: layers[0].W # what a ring is drawn around
    do: # what the next key does before it moves on
      - play: until step 200

  - id: how-good
    view: playground?hidden=3:tanh&step=200
    say: 200 steps later.
    minutes: 4
    ask: # predict, vote, then let the network answer
      question: Is a network with **one** unit as good after 200 steps?
      options: [as good, worse]
      answer: worse # one of the options; `measured` takes it from the run (docs/lessons.md)
      why: One unit draws one straight border, and no straight line parts a circle from its ring.
      vote: true # phones may answer
      seconds: 30
    reveal: # what the key R does first
      - set: {{hidden: "1:tanh"}}
      - play: until step 200
"""


def arguments(parser: ArgumentParser) -> None:
    """Add the lesson's name, its title and the folder."""
    parser.add_argument("name", metavar="NAME", help="small letters, digits and hyphens: why-depth")
    parser.add_argument("--title", default="", help="the title (made of the name unless given)")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write it (here)")


def run(options: Namespace) -> int:
    """Write the file, and say what to do with it; an existing file is never overwritten.

    Raises
    ------
    ValueError
        If the name is none, or there is such a file.
    """
    from nnviz.experiments.yaml_files.fields import is_slug
    from nnviz.lessons.library import MAX_NAME, OWN

    name = options.name.removesuffix(".yaml")
    if not is_slug(name, MAX_NAME) or name.startswith(OWN):
        wanted = f"expected small letters, digits and hyphens as a name, such as why-depth, not beginning with {OWN}"
        raise ValueError(f"{wanted}, got {name[:MAX_NAME]!r}")
    title = options.title or name.replace("-", " ").capitalize()
    file = options.folder / f"{name}.yaml"
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(template(name, title))
    except FileExistsError:
        raise ValueError(f"{file} is there already; choose another name, or move it away") from None
    print(f"{file} is written. Next:\n  nnviz check {file}\n  nnviz run --lesson {file}")
    return 0


def template(name: str, title: str) -> str:
    """Return the text of the lesson to begin with; the title is quoted, so that it may hold any sign."""
    import json

    return TEMPLATE.format(name=name, title=json.dumps(" ".join(title.split()), ensure_ascii=False))


COMMAND = Command("write a lesson file to begin with", arguments, run)
