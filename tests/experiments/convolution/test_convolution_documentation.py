"""The examples of docs/experiments.md on convolution run and print what the text claims."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[3] / "docs" / "experiments.md"


def test_the_examples_run_and_print_what_the_text_claims(capsys):
    section = DOCUMENT.read_text(encoding="utf-8").partition("## Convolution")[2].partition("\n## ")[0]
    examples = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    printed = {}
    for example in examples:
        exec(example, {})
        printed[example] = capsys.readouterr().out

    def of(word):
        return next(said for example, said in printed.items() if word in example)

    assert of("filtered") == "(3, 3, 1, 1) [[-15.0, 0.0, 0.0], [-24.0, 0.0, 0.0], [-8.0, 0.0, 0.0]] -47.0\n"
    assert of("stages").startswith("2 11 relationship 5: ")
    assert "13 0 relationship 12: " in of("stages") and "'C3': (10, 1516)" in of("stages")
    assert of("untied_training").startswith("(36, 64) {'tied': 10, 'local': 360, 'dense': 2340}")
    product, engine = (float(text) for text in of("numeric_check").splitlines()[0].split())
    assert abs(product - engine) < 1e-12
    assert of("numeric_check").count("Wrong: all") == 4
    assert abs(float(of("pooling_check").split()[-1]) - 0.5) < 1e-3
