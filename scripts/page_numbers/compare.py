"""Compares two records: numbers bit for bit, whatever they are called; words apart from the numbers in them."""

import difflib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

NUMBER = re.compile(r"(?<![\w.])[-−+]?\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)?(?:\s*·\s*10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|\bnan\b|\binf\b|∞")
"""A number in a text."""

ESCAPED = re.compile(r"\\(?=[.,+\-])")
"""What keeps Markdown from reading a sign as its own."""

MOST = 12
"""Differences of one kind and address that are listed."""

BY_VALUE = ("address", "controls", "links")
"""Places in which a number may be written in another way: 1.0 as 1."""

Record = dict[str, dict[str, Any]]


def load(path: Path) -> Record:
    """Read a record."""
    record: Record = json.loads(path.read_text(encoding="utf-8"))["entries"]
    return record


def compare(before: Record, after: Record, words: bool = False) -> tuple[list[str], bool]:
    """Say what differs between two records.

    Parameters
    ----------
    before, after : dict
        Entries by the name of what was recorded.
    words : bool
        List the differences of the words, too.

    Returns
    -------
    report : list of str
    equal : bool
        Whether all numbers are the same and everything could be recorded. Names and words may differ.
    """
    report: list[str] = []
    counts = Counter[str]()
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in before or name not in after:
            counts["missing"] += 1
            report.append(f"{name}\n  NUMBERS only in the {'first' if name in before else 'second'} record")
            continue
        found = _entry(before[name], after[name], words)
        for kind, _ in found:
            counts[kind] += 1
        if lines := [line for _, more in found for line in more]:
            report += [name, *(f"  {line}" for line in lines)]
    unequal = sum(n for kind, n in counts.items() if kind not in ("words", "names"))
    parts = ", ".join(f"{n} with other {kind}" for kind, n in sorted(counts.items())) or "no difference at all"
    report.append(f"{len(before)} recorded before, {len(after)} after: {parts}.")
    report.append("All numbers are equal, bit for bit." if not unequal else f"NUMBERS DIFFER in {unequal} places.")
    return report, unequal == 0


def _entry(before: dict[str, Any], after: dict[str, Any], words: bool) -> list[tuple[str, list[str]]]:
    """The kinds of differences of one entry, each with lines that tell them."""
    found = []
    if "failed" in before or "failed" in after:
        both = (("before", before), ("after", after))
        return [("failures", [f"NUMBERS not recorded {when}: {e['failed']}" for when, e in both if "failed" in e])]
    for kind, differ in (("arrays", _arrays), ("values", _values)):
        lost, renamed = differ(before[kind], after[kind])
        if lost:
            found.append((kind, lost[:MOST] + _more(lost)))
        if renamed:
            found.append(("names", [f"{len(renamed)} {kind} under another name: {', '.join(renamed[:3])}"]))
    for place in sorted({*before["texts"], *after["texts"]}):
        old, new = before["texts"].get(place, []), after["texts"].get(place, [])
        if lines := _text_numbers(place, old, new):
            found.append((f"numbers in the text of the {place}", lines))
        if _words(old) != _words(new):
            found.append(("words", [f"words of the {place}", *_diff(old, new)] if words else []))
    return found


def _more(lines: list[str]) -> list[str]:
    return [f"... and {len(lines) - MOST} more"] if len(lines) > MOST else []


def _arrays(before: list[list[Any]], after: list[list[Any]]) -> tuple[list[str], list[str]]:
    """Arrays that only one of the two has, as lines; and those that only go by another name."""
    first = {(name, shape, wide): (narrow, start) for name, shape, wide, narrow, start in before}
    second = {(name, shape, wide): (narrow, start) for name, shape, wide, narrow, start in after}
    left, right = _leftovers(before, after, lambda row: (row[0], row[1], row[2]))
    left, right, renamed = _without_renamed(left, right)
    told, named = [], {}
    for key in right:
        named.setdefault((key[0], key[1]), []).append(key)
    for key in left:
        narrow, start = first[key]
        twins = named.get((key[0], key[1]), [])
        if twins:
            other = twins.pop(0)
            same = " (equal as float32)" if second[other][0] == narrow else ""
            told.append(f"NUMBERS of array {key[0]} ({key[1]}) differ{same}: {_few(start)} -> {_few(second[other][1])}")
        else:
            told.append(f"NUMBERS of array {key[0]} ({key[1]}) are gone: {_few(start)}")
    told += [f"NUMBERS of array {k[0]} ({k[1]}) are new: {_few(second[k][1])}" for ks in named.values() for k in ks]
    return told, renamed


def _values(before: list[list[Any]], after: list[list[Any]]) -> tuple[list[str], list[str]]:
    left, right = _leftovers(before, after, lambda row: (row[0], "", row[1]))
    left, right, renamed = _without_renamed(left, right)
    gone = [f"NUMBERS: {name} = {_readable(value)} is gone" for name, _, value in left]
    return gone + [f"NUMBERS: {name} = {_readable(value)} is new" for name, _, value in right], renamed


def _leftovers(before: list[Any], after: list[Any], key: Any) -> tuple[list[Any], list[Any]]:
    first, second = Counter(map(key, before)), Counter(map(key, after))
    return list((first - second).elements()), list((second - first).elements())


def _without_renamed(left: list[Any], right: list[Any]) -> tuple[list[Any], list[Any], list[str]]:
    """Take out pairs that agree in all but the name."""
    waiting: dict[Any, list[Any]] = {}
    for key in right:
        waiting.setdefault(key[1:], []).append(key)
    gone, renamed = [], []
    for key in left:
        if waiting.get(key[1:]):
            renamed.append(f"{key[0]} -> {waiting[key[1:]].pop(0)[0]}")
        else:
            gone.append(key)
    return gone, [key for keys in waiting.values() for key in keys], renamed


def _readable(value: str) -> str:
    return f"{float.fromhex(value):.17g}" if "0x" in value else value


def _few(numbers: list[str]) -> str:
    return " ".join(_readable(number) for number in numbers)


def numbers_in(texts: list[str]) -> Counter[str]:
    """The numbers in texts, whatever their order."""
    plain = (ESCAPED.sub("", text) for text in texts)
    return Counter(found.replace("−", "-") for text in plain for found in NUMBER.findall(text))


def _by_value(numbers: Counter[str]) -> Counter[str]:
    """The same counts, with 1.0 and 1 as one number."""
    found = Counter[str]()
    for text, count in numbers.items():
        try:
            found[repr(float(text) + 0.0)] += count
        except ValueError:
            found[text] += count
    return found


def _words(texts: list[str]) -> list[str]:
    """The texts without their numbers."""
    return [NUMBER.sub("#", text) for text in texts]


def _text_numbers(place: str, before: list[str], after: list[str]) -> list[str]:
    first, second = numbers_in(before), numbers_in(after)
    if place in BY_VALUE:
        first, second = _by_value(first), _by_value(second)
    gone, new = list((first - second).elements()), list((second - first).elements())
    told = []
    if gone:
        told.append(f"NUMBERS in the text of the {place} are gone: {', '.join(gone[:MOST])}{_tail(gone)}")
    if new:
        told.append(f"NUMBERS in the text of the {place} are new: {', '.join(new[:MOST])}{_tail(new)}")
    return told


def _tail(found: list[str]) -> str:
    return f" and {len(found) - MOST} more" if len(found) > MOST else ""


def _diff(before: list[str], after: list[str]) -> list[str]:
    old, new = ([line for text in texts for line in text.splitlines()] for texts in (before, after))
    lines = difflib.unified_diff(old, new, lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
