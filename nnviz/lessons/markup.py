"""The small part of Markdown that texts of a lesson may use, and how it becomes HTML: bold, italics, code and formulas.

Texts may come from a file that a visitor has uploaded. So HTML, links, pictures and the app's own marks are refused
when a lesson is read, and everything is escaped when it is shown.
"""

import re
from html import escape

_CODE_OR_FORMULA = re.compile(r"`[^`\n]+`|\$[^$\n]+\$")
_COLOURS = "red|orange|yellow|green|blue|violet|gray|grey|rainbow|primary|small"
_REFUSED = (
    (re.compile(r"<[A-Za-z/!?]"), "HTML", "write the text without it; for 'less than' put a space behind <"),
    (
        re.compile(r"!?\[[^\]\n]*\]\(|^\s*\[[^\]\n]*\]:", re.MULTILINE),
        "a link or a picture",
        "leave it out: a lesson leads to its own steps alone",
    ),
    (re.compile(r"[a-zA-Z]{2,}://|\bwww\."), "an address", "leave it out: a lesson leads to its own steps alone"),
    (re.compile(rf":({_COLOURS})(-[a-z]+)?\["), "a coloured text", "use **bold** or *italics*"),
    (re.compile(r"(?<!\w):[a-z_]+/?[a-z_0-9]*:(?!\w)"), "a sign written as a word between colons", "write it out"),
    (
        re.compile(r"^\s*(#|>|\||```|~~~)", re.MULTILINE),
        "a heading, quotation, table or block",
        "write plain sentences",
    ),
)
_COMMANDS = re.compile(r"\\(?!\\)(href|url|html[A-Za-z]*|includegraphics|def|let|newcommand|input|require)\b")
_MARKS = re.compile(
    r"`([^`\n]+)`|\$([^$\n]+)\$"
    r"|\*\*(?! )([^*\n]+)(?<! )\*\*|\*(?! )([^*\n]+)(?<! )\*|(?<!\w)_(?! )([^_\n]+)(?<! )_(?!\w)"
)

_NEW_PARAGRAPH = re.compile(r"""\n\s*\n|(?<=[.!?:])\n|(?<=[.!?:]["')])\n|\n(?=\s*[-–] )""")


def refused_markup(text: str) -> str:
    """Return what a text of a lesson holds that it must not, and how to mend it; empty where all is well."""
    if "$$" in text:
        return "expected a formula between single dollars, got two dollars; write one"
    outside = _CODE_OR_FORMULA.sub(" ", text)
    for pattern, what, mend in _REFUSED:
        if found := pattern.search(outside):
            shown = found[0].strip()
            return f"expected words, **bold**, *italics*, `code` and $formulas$, got {what} ({shown[:20]!r}); {mend}"
    if found := _COMMANDS.search(text):
        return f"expected a formula, got the command {found[0][:20]}, which lessons do not use; leave it out"
    return ""


def plain(text: str) -> str:
    """Return a text without its marks, for what knows no HTML: titles of windows, names for those who listen."""
    return _MARKS.sub(lambda found: next(filter(None, found.groups())), text)


def to_html(text: str) -> str:
    """Return a text as HTML: everything escaped, and of the marks ``strong``, ``em``, ``code`` and ``span.math``.

    Formulas stay LaTeX inside of ``span.math``, for a page that sets formulas; without one they are read as they stand.
    """
    parts, end = [], 0
    for found in _MARKS.finditer(text):
        parts += [escape(text[end : found.start()]), _element(found)]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def paragraphs_to_html(text: str) -> str:
    """Return notes as paragraphs of HTML: one begins behind an empty line or a sentence that ends its line.

    Files break their lines at some width, which is not that of the screen: other ends of lines are spaces.
    """
    parts = _NEW_PARAGRAPH.split(text.strip())
    return "".join(f"<p>{to_html(' '.join(part.split()))}</p>" for part in parts if part.strip())


def _element(found: re.Match[str]) -> str:
    code, formula, bold, italics, also_italics = found.groups()
    if code is not None:
        return f"<code>{escape(code)}</code>"
    if formula is not None:
        return f'<span class="math">{escape(formula)}</span>'
    if bold is not None:
        return f"<strong>{escape(bold)}</strong>"
    return f"<em>{escape(italics if italics is not None else also_italics)}</em>"
