"""The examples of docs/experiments.md about width and depth run as written."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_run(capsys):
    section = DOCS.read_text(encoding="utf-8").split("## Width and depth\n")[1].split("\n## ")[0]
    built, trained = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    exec(built, {})
    told = capsys.readouterr().out.splitlines()
    assert told[3:] == [
        "32 pieces of 31 parameters; 97 in one layer",
        told[4],
        "error of a gate: the scale to the power 2.00",
    ]
    assert told[4].endswith("37 of one layer in the plane, at most 37")
    exec(trained, {})
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" hidden")[0] for line in told[:4]] == ["1", "2", "3", "4"]
    assert told[0].split()[3] == "121"
