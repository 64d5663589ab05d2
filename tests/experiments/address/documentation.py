"""The keys of every page as docs/addresses.md lists them; nothing in here is a test.

``python -m tests.experiments.address.documentation`` writes them into the document.
"""

from pathlib import Path

from nnviz.experiments.address.codecs import value_text
from nnviz.experiments.address.refusal import legal
from tests.experiments.address.records import RECORDS, room

PAGES = {
    "run": "`playground`",
    "depth": "`vanishing_gradients`",
}
"""The pages of records that stand in no page's folder."""


def keys_table(kind):
    """One page's keys as a Markdown table."""
    lines = [f"### {PAGES.get(room(kind), f'`{room(kind)}`')}", "", "| key | takes | usual value |", "|---|---|---|"]
    usual = kind()
    for name, (key, *old) in kind.address_keys().items():
        shown = f"`{key}`" + (f" (once {', '.join(f'`{one}`' for one in old)})" if old else "")
        value = value_text(getattr(usual, name))
        lines.append(f"| {shown} | {legal(kind, name)} | {f'`{value}`' if value else ''} |")
    return "\n".join(lines)


def all_keys():
    """Every page's keys."""
    return "\n\n".join(keys_table(kind) for kind in RECORDS)


if __name__ == "__main__":
    document = Path(__file__).parents[3] / "docs" / "addresses.md"
    before, rest = document.read_text(encoding="utf-8").split("### `", 1)
    last = rest.rpartition("\n|")[2].partition("\n")[2]
    document.write_text(f"{before}{all_keys()}\n{last}", encoding="utf-8")
