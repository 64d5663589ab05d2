"""The examples of docs/experiments.md on convolution run and print what the text claims."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_run_and_print_what_the_text_claims(capsys):
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Convolution")[2].partition("\n## ")[0]
    examples = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    printed = []
    for example in examples:
        exec(example, {})
        printed.append(capsys.readouterr().out)
    assert len(printed) == 3
    assert printed[0].startswith("(36, 64) {'tied': 10, 'local': 360, 'dense': 2340}")
    product, engine = (float(text) for text in printed[1].splitlines()[0].split())
    assert abs(product - engine) < 1e-12
    assert printed[1].count("Wrong: all") == 4
    assert printed[2].rstrip().endswith("0.5") or abs(float(printed[2].split()[-1]) - 0.5) < 1e-3
