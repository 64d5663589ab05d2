"""Bytes become text: which encoding they are in, and which files are not text."""

import codecs

from nnviz.datasets.tables.table import MAX_BYTES, Limit, TableError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SAVE_AS_CSV = "open it in a spreadsheet and save it as CSV"
_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet such as .xlsx"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file such as .xls"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound, a film or a WebP picture"),
)


def decode(data: bytes, accepted: frozenset[Limit] = frozenset()) -> tuple[str, str, bool]:
    """Turn a file's bytes into text.

    Parameters
    ----------
    data : bytes
    accepted : frozenset of str
        With 'bytes', only the first part of a file that is too large is read.

    Returns
    -------
    text : str
        Without a byte-order mark.
    encoding : str
        Its name for people.
    cut : bool
        Whether only a part was read; it ends with a whole line.

    Raises
    ------
    TableError
        If it is no text, or too large.
    """
    if not data.strip():
        raise TableError("the file is empty: row 1, column 1 has nothing in it; choose a file with a table")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise TableError(
                f"expected a table in plain text (CSV or TSV), but this file is {what}; {_SAVE_AS_CSV}", row=1
            )
    if len(data) > MAX_BYTES and "bytes" not in accepted:
        raise TableError(
            f"expected at most {MAX_BYTES / 1e6:g} MB, but the file has {len(data) / 1e6:.1f} MB",
            limit="bytes",
            offer=f"Read only the first {MAX_BYTES / 1e6:g} MB, whole rows",
        )
    text, encoding = _decode_guessing(data[:MAX_BYTES])
    cut = len(data) > MAX_BYTES
    return (text[: _last_line_end(text)] if cut else text), encoding, cut


def _decode_guessing(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec, name), name
    if codec := _utf16_codec(data):
        return _decode_as(data, codec, "UTF-16"), "UTF-16, guessed from its zero bytes"
    data = data.removesuffix(b"\x1a")  # old DOS files end with it
    try:
        return _utf8(data), "ASCII" if data.isascii() else "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252 (Latin-1), as the bytes are no UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1, as the bytes are no UTF-8"


def _utf8(data: bytes) -> str:
    """Decode UTF-8; where the file was cut within the last letter, leave that letter out."""
    if len(data) < MAX_BYTES:
        return data.decode("utf-8")
    return codecs.getincrementaldecoder("utf-8")().decode(data)


def _decode_as(data: bytes, codec: str, name: str) -> str:
    width = {"utf-16": 2, "utf-32": 4}.get(codec[:6], 1)
    if width > 1 and len(data) >= MAX_BYTES - 4:
        data = data[: len(data) // width * width]
    try:
        return data.decode(codec)
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
