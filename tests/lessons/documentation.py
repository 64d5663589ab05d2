"""What each page measures, as docs/lessons.md lists it; nothing in here is a test.

``python -m tests.lessons.documentation`` writes it into the document.
"""

from pathlib import Path

from nnviz.lessons.measurements.expression import measurements_of
from nnviz.lessons.views import PAGES

DOCUMENT = Path(__file__).parents[2] / "docs" / "lessons.md"
BEFORE, AFTER = "`layers[0].dW`):\n\n", "\nA page that is not listed"


def measured_on_pages():
    """Every page's measurements as a Markdown table."""
    rows = [(page, "; ".join(f"`{name}`" for name in measurements_of(page))) for page in PAGES]
    return "\n".join(
        ["| page | measures |", "|---|---|", *(f"| `{page}` | {names} |" for page, names in rows if names)]
    )


if __name__ == "__main__":
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEFORE)
    DOCUMENT.write_text(f"{before}{BEFORE}{measured_on_pages()}\n{AFTER}{rest.partition(AFTER)[2]}", encoding="utf-8")
