"""The examples of docs/experiments.md on attention run and print what the text claims."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_run_and_print_what_the_text_claims(capsys):
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Attention")[2].partition("\n## ")[0]
    printed = {}
    for example in re.findall(r"```python\n(.*?)```", section, re.DOTALL):
        exec(example, {})
        printed[example] = capsys.readouterr().out

    def of(word):
        return next(said for example, said in printed.items() if word in example)

    assert of("in_full").startswith("P[2, 3] = 0: token 3 comes after token 2")
    assert "\n256 [" in of("in_full") and of("in_full").endswith("[0.93 0.25] [0.09 0.31]\n")
    assert of("numeric_check").startswith("dS[1, 0] = ")
    assert of("numeric_check").endswith("True ('dX',) ('dX', 'dgamma', 'dH')\n")
    assert of("shuffled").startswith("none True\nlearned False\nsinusoidal False\n")
    assert of("rank_loss").endswith("'6e-02', '7e-06']\n")
