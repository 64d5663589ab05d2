"""Bytes that are no UTF-8 were written in an older encoding: the one in which they make words."""

import re
from typing import NamedTuple

from nnviz.datasets.tables.account import Question
from nnviz.datasets.tables.table import one_line, quoted

_SIGNS = "°€£§µ²³½–—’‘“”„…·×±•©®™«»№ºª¿¡"
_WESTERN = ("äöüßéèêàâáãåçíîïñóôõøæú", "ÄÖÜëìòœùûýþðÉÈÀÂÁÃÅÆÇÍÑÓÔÕØŒÚÝÞÐ")
_CENTRAL = ("áäčćęěéíłńóöőřśšüůűýżžąß", "âďđîĺľňôŕşťţúźăÁÄČĆĎĐÉĘĚÍŁŃŇÓÖŐŘŚŠŞŤÚÜŮŰÝŹŽŻĄĂ")
_TURKISH = ("çğıöşüİ", "ÇĞÖŞÜâîû")
_CYRILLIC = ("оеаинтсрвлкмдпуія", "а-яА-ЯёЁєґІЇЄҐї")
_GREEK = ("αοιετσνηυρπκςάέήίόύώ", "α-ωΑ-ΩϊϋΆΈΉΊΌΎΏ")
_HEBREW = ("יוהלאמרתבש", "א-ת")
_ARABIC = ("اليمنورتبةدعس", "ء-ي")
_JAPANESE = ("ぁ-んァ-ヶー一-龠", "々、。・０-９Ａ-ｚ（）％ｦ-ﾟ")
_CHINESE = ("一-龠", "，。、（）：％０-９")
_KOREAN = ("가-힣", "一-龠")


class Encoding(NamedTuple):
    """An older encoding: its name for people, and the letters of the languages that it was made for."""

    title: str
    letters: tuple[str, str]
    """The letters in daily use, and others; inside the brackets of a regular expression."""
    script: bool = True
    """Whether its letters make whole words, and never stand within words of Latin letters."""


ENCODINGS = {
    "cp1252": Encoding("Windows-1252 (Latin-1)", _WESTERN, False),
    "cp1250": Encoding("Windows-1250 (Central European)", _CENTRAL, False),
    "cp1254": Encoding("Windows-1254 (Turkish)", _TURKISH, False),
    "cp1251": Encoding("Windows-1251 (Cyrillic)", _CYRILLIC),
    "koi8-r": Encoding("KOI8-R (Cyrillic)", _CYRILLIC),
    "cp1253": Encoding("Windows-1253 (Greek)", _GREEK),
    "cp1255": Encoding("Windows-1255 (Hebrew)", _HEBREW),
    "cp1256": Encoding("Windows-1256 (Arabic)", _ARABIC),
    "cp932": Encoding("Shift-JIS (Japanese)", _JAPANESE),
    "euc_jp": Encoding("EUC-JP (Japanese)", _JAPANESE),
    "gb18030": Encoding("GBK (Chinese)", _CHINESE),
    "big5": Encoding("Big5 (Chinese)", _CHINESE),
    "cp949": Encoding("EUC-KR (Korean)", _KOREAN),
    "mac_roman": Encoding("Mac Roman", _WESTERN, False),
    "cp850": Encoding("code page 850 (DOS)", _WESTERN, False),
}
"""What can be chosen by hand, beside UTF-8 and UTF-16."""

_DAILY = {
    "gb18030": (b"\xb0\xa1", b"\xd7\xfe"),
    "big5": (b"\xa4\x40", b"\xc6\xfe"),
    "cp932": (b"\x88\x9f", b"\x98\x72"),
    "euc_jp": (b"\xb0\xa1", b"\xcf\xd3"),
    "cp949": (b"\xb0\xa1", b"\xc8\xfe"),
}
"""Where the ideographs in daily use stand: the standards list these before the rare ones."""
_SAMPLE_LINES = 300
_SAMPLE_BYTES = 12_000
_SURE = 0.75
_CLOSE = 0.8


def guess_encoding(data: bytes) -> tuple[str, str, Question | None]:
    """Guess the encoding of bytes that are no UTF-8.

    Returns
    -------
    codec : str
        One of `ENCODINGS`.
    reason : str
        In plain words, with an example and its row.
    question : Question or None
        Where others fit about as well, or none fits well.
    """
    lines = [(row, line) for row, line in enumerate(data.splitlines(), start=1) if not line.isascii()][:_SAMPLE_LINES]
    sample = b"\n".join(line for _, line in lines)[:_SAMPLE_BYTES]
    sample = sample[: sample.rfind(b"\n")] if b"\n" in sample and len(sample) == _SAMPLE_BYTES else sample
    texts = {codec: text for codec in ENCODINGS if (text := _decoded(sample, codec))}
    scores = {codec: _score(text, codec) for codec, text in texts.items()}
    while not _decoded(data, best := max(scores, key=scores.__getitem__)):
        del scores[best]  # code page 850 has a letter for every byte, so that one remains
    row, line = lines[0]
    example = _example(line.decode(best))
    reason = f"{ENCODINGS[best].title}, as the bytes are not UTF-8: {quoted(example)} in row {row}"
    rivals: dict[str, str] = {}
    for codec in sorted(scores, key=scores.__getitem__, reverse=True):
        if scores[codec] >= _CLOSE * scores[best] and texts[codec] not in [texts[other] for other in rivals]:
            rivals[codec] = f"{ENCODINGS[codec].title}: {quoted(_example(line.decode(codec)))}"
    if len(rivals) < 2 and scores[best] >= _SURE:
        return best, reason, None
    if len(rivals) < 2:
        others = [codec for codec in scores if codec != best and texts[codec] != texts[best]]
        for codec in sorted(others, key=scores.__getitem__, reverse=True)[:3]:
            rivals[codec] = f"{ENCODINGS[codec].title}: {quoted(_example(line.decode(codec)))}"
    sentence = f"in which encoding was the file written? The same bytes of row {row} read differently"
    question = Question("encoding", sentence, tuple(list(rivals.items())[:5]), best) if len(rivals) > 1 else None
    return best, reason, question


def _decoded(sample: bytes, codec: str) -> str:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        return ""


def _score(text: str, codec: str) -> float:
    """Return the share of the letters beyond ASCII that make words in its languages; rare ones count half."""
    encoding = ENCODINGS[codec]
    daily, others = encoding.letters
    beyond = sum(not letter.isascii() for letter in text)
    if encoding.script:
        words = re.findall(rf"(?<![A-Za-z])[{daily}{others}]+(?![A-Za-z])", text)
    else:
        words = [word for word in re.findall(r"[^\W\d_]+", text) if not re.search(r"[^\x00-\x7f]{3}", word)]
    letters = "".join(word for word in words if _usual_case(word))
    good = 0.5 * len(re.findall(f"[{daily}{others}]", letters)) + 0.5 * len(re.findall(f"[{daily}]", letters))
    signs = len(re.findall(rf"[’…–—]|(?<![^\W\d_])[{_SIGNS}]|[{_SIGNS}](?![^\W\d_])", text))
    good += 0.5 * signs if encoding.script else signs
    if codec in _DAILY:
        good *= _daily_share(letters, codec)
    return good / beyond if beyond else 0.0


def _daily_share(letters: str, codec: str) -> float:
    """Return the share of ideographs and syllables in daily use, less where what the language always has is missing."""
    low, high = _DAILY[codec]
    written = [letter.encode(codec) for letter in letters if letter >= "\u3400"]
    share = sum(low <= pair <= high and (codec in ("big5", "cp932") or pair[1] > 0xA0) for pair in written)
    kana = bool(re.search("[ぁ-んァ-ヶ]", letters))
    if codec in ("cp932", "euc_jp"):
        usual = kana or not written
    elif codec == "gb18030":  # in the first half alone stand the syllables of Korean, read wrongly
        usual = not kana and (len(written) < 4 or any(pair >= b"\xc9" for pair in written))
    elif codec == "big5":  # the other encodings never have a second byte so low
        usual = not kana and len(written) > 1 and (len(written) < 4 or any(pair[1] < 0x80 for pair in written))
    else:
        usual = not kana
    return (share / len(written) if written else 1.0) * (1.0 if usual else 0.7)


def _usual_case(word: str) -> bool:
    """Return whether a word is in small letters, in capitals, or begins with one."""
    return word in (word.lower(), word.upper()) or word[1:] == word[1:].lower()


def _example(line: str) -> str:
    """Return the cell of a line that holds its first letter beyond ASCII."""
    place = next((k for k, letter in enumerate(line) if not letter.isascii()), 0)
    before = re.split(r"[\t;|,\"]", line[max(0, place - 40) : place])[-1]
    behind = re.split(r"[\t;|,\"]", line[place : place + 40])[0]
    return one_line((before + behind).strip())
