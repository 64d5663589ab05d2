"""Bytes become text: which encoding they are in, and which files are not text."""

import codecs
from typing import NamedTuple

from nnviz.datasets.tables.account import Question
from nnviz.datasets.tables.encodings import ENCODINGS, guess_encoding
from nnviz.datasets.tables.table import MAX_BYTES, Limit, TableError, quoted

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SPREADSHEET = "open it in a spreadsheet and save it as CSV"
_PICTURE = "choose a file with a table"
_COMPRESSED = "unpack it, and choose the table inside"
_PROGRAM = "save the table as CSV with the program or library that wrote it"
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture", _PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", _PICTURE),
    (b"GIF8", "a GIF picture", _PICTURE),
    (b"RIFF", "a sound, a film or a WebP picture", _PICTURE),
    (b"%PDF", "a PDF document", "copy the table out of it into a spreadsheet, and save that as CSV"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet such as .xlsx or .ods", _SPREADSHEET),
    (b"PK\x05\x06", "an empty ZIP archive", _COMPRESSED),
    (b"\xd0\xcf\x11\xe0", "an old Office file such as .xls", _SPREADSHEET),
    (b"\x09\x08\x10\x00\x00\x06", "an old spreadsheet (.xls)", _SPREADSHEET),
    (b"\x09\x08\x08\x00\x00\x05", "an old spreadsheet (.xls)", _SPREADSHEET),
    (b"\x09\x04\x06\x00", "an old spreadsheet (.xls)", _SPREADSHEET),
    (b"\x1f\x8b", "compressed by gzip", _COMPRESSED),
    (b"BZh", "compressed by bzip2", _COMPRESSED),
    (b"\xfd7zXZ", "compressed by xz", _COMPRESSED),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard", _COMPRESSED),
    (b"7z\xbc\xaf", "a 7z archive", _COMPRESSED),
    (b"Rar!", "a RAR archive", _COMPRESSED),
    (b"PAR1", "a Parquet file", _PROGRAM),
    (b"ARROW1", "an Arrow file", _PROGRAM),
    (b"FEA1", "a Feather file", _PROGRAM),
    (b"Obj\x01", "an Avro file", _PROGRAM),
    (b"\x93NUMPY", "a NumPy file", _PROGRAM),
    (b"\x80\x04\x95", "a Python pickle", _PROGRAM),
    (b"\x80\x05\x95", "a Python pickle", _PROGRAM),
    (b"\x89HDF", "an HDF5 file", _PROGRAM),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file", _PROGRAM),
    (b"<stata_dta>", "a Stata file", _PROGRAM),
    (b"$FL2", "an SPSS file", _PROGRAM),
    (b"RDX2", "a file of R data", _PROGRAM),
    (b"RDX3", "a file of R data", _PROGRAM),
    (b"SQLite format 3", "an SQLite database", _PROGRAM),
    (b"\x7fELF", "a program", _PICTURE),
)
UNICODE = {"utf-8": "UTF-8", "utf-16": "UTF-16"}


class Text(NamedTuple):
    """A file's text.

    Attributes
    ----------
    text : str
        Without a byte-order mark.
    encoding : str
        Its name for people, and how it was guessed.
    cut : bool
        Whether only a part was read; it ends with a whole line.
    question : Question or None
        Where the encoding could be guessed but poorly.
    """

    text: str
    encoding: str
    cut: bool = False
    question: Question | None = None


def decode(data: bytes, encoding: str | None = None, accepted: frozenset[Limit] = frozenset()) -> Text:
    """Turn a file's bytes into text.

    Parameters
    ----------
    data : bytes
    encoding : str, optional
        A codec of Python; detected unless given.
    accepted : frozenset of str
        With 'bytes', only the first part of a file that is too large is read.

    Returns
    -------
    Text

    Raises
    ------
    TableError
        If it is no text, or too large.
    """
    if not data.strip():
        raise TableError("the file is empty: row 1, column 1 has nothing in it; choose a file with a table")
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise TableError(f"expected a table in plain text (CSV or TSV), but this file is {what}; {remedy}", row=1)
    if len(data) > MAX_BYTES and "bytes" not in accepted:
        raise TableError(
            f"expected at most {MAX_BYTES / 1e6:g} MB, but the file has {len(data) / 1e6:.1f} MB",
            limit="bytes",
            offer=f"Read only the first {MAX_BYTES / 1e6:g} MB, whole rows",
        )
    cut = len(data) > MAX_BYTES
    data = data[:MAX_BYTES]
    if encoding is None:
        text, title, question = _decode_guessing(data)
    else:
        text, title, question = *_decode_chosen(data, encoding), None
    return Text(text[: _last_line_end(text)] if cut else text, title, cut, question)


def _decode_chosen(data: bytes, encoding: str) -> tuple[str, str]:
    titles = UNICODE | {codec: known.title for codec, known in ENCODINGS.items()}
    if encoding not in titles:
        raise TableError(f"expected one of the encodings {', '.join(titles)}, got {quoted(encoding)}")
    if encoding == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = _utf16_codec(data) or "utf-16-le"
    elif encoding == "utf-8":
        data = data.removeprefix(codecs.BOM_UTF8)
    title = titles[encoding[:6] if encoding.startswith("utf-16") else encoding]
    return _decode_as(data, encoding, title).removeprefix("\ufeff"), f"{title}, as chosen"


def _decode_guessing(data: bytes) -> tuple[str, str, Question | None]:
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec, name), name, None
    if codec := _utf16_codec(data):
        return _decode_as(data, codec, "UTF-16"), "UTF-16, guessed from its zero bytes", None
    data = data.removesuffix(b"\x1a")  # old DOS files end with it
    try:
        return _strictly(data, "utf-8"), "ASCII" if data.isascii() else "UTF-8", None
    except UnicodeDecodeError:
        whole_lines = data[: data.rfind(b"\n") + 1] or data if len(data) == MAX_BYTES else data
        codec, reason, question = guess_encoding(whole_lines)
    return _decode_as(data, codec, reason), reason, question


def _strictly(data: bytes, codec: str) -> str:
    """Decode; where the file was cut within the last letter, leave that letter out."""
    if len(data) < MAX_BYTES - 4:
        return data.decode(codec)
    return codecs.getincrementaldecoder(codec)().decode(data)


def _decode_as(data: bytes, codec: str, name: str) -> str:
    try:
        return _strictly(data, codec)
    except UnicodeDecodeError as error:
        good = data[: error.start].decode(codec, "replace")
        row = good.count("\n") + 1
        raise TableError(
            f"expected text in {name}, but row {row} cannot be read so (byte {error.start} of the file); "
            "it may be cut off: save it again as UTF-8",
            row=row,
        ) from None


def _utf16_codec(data: bytes) -> str:
    """Return the codec of UTF-16 without a mark: every other byte of Western text is zero."""
    sample = data[:2000]
    equal, odd = sample[0::2], sample[1::2]
    if not odd:
        return ""
    zeros_even, zeros_odd = equal.count(0) / len(equal), odd.count(0) / len(odd)
    if zeros_odd > 0.6 and zeros_even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.6 and zeros_odd < 0.05 else ""


def _last_line_end(text: str) -> int:
    return max(text.rfind("\n"), text.rfind("\r")) + 1 or len(text)
