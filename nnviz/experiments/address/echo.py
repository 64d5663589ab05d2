"""What came from outside, as it may stand in a message: short, on one line, and nothing in it invisible."""

MAX_ECHO = 40
"""Characters of an echo."""


def echo(value: object, limit: int = MAX_ECHO) -> str:
    """Return a text of at most ``limit`` characters, the middle left out, control characters written as escapes.

    It is not escaped for Markdown or HTML: that is the task of whoever shows it.

    Parameters
    ----------
    value : object
        What a person, an address or a file gave; what is no text is written as Python writes it.
    limit : int
    """
    text = value if isinstance(value, str) else _repr(value)
    if len(text) > limit:
        text = _cut(text, limit)
    shown = "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)
    return shown if len(shown) <= limit else _cut(shown, limit)


def _cut(text: str, limit: int) -> str:
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def _repr(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # Python writes no whole number of more than a few thousand digits
        return "a very large number"
