"""An address as a QR code, so that a room full of people can open it without typing."""

import segno

MAX_ADDRESS = 1000
"""Characters: beyond it a code has so many dots that a phone cannot tell them apart across a room."""

QUIET = 4
"""Dots of white around the code, as the standard asks (ISO/IEC 18004)."""


def qr_svg(address: str) -> str:
    """Return the QR code of an address as an SVG picture that scales to any size.

    Dark dots on white, whatever the page's theme: many readers take no inverted code.

    Parameters
    ----------
    address : str
        At most `MAX_ADDRESS` characters of ASCII.

    Raises
    ------
    ValueError
        If the address is empty, too long, or has other characters.
    """
    if not address or not address.isascii() or not address.isprintable():
        raise ValueError("expected an address of plain ASCII characters; encode the others with %, as browsers do")
    if len(address) > MAX_ADDRESS:
        raise ValueError(
            f"expected an address of at most {MAX_ADDRESS:,} characters for a QR code that can be read across a room, "
            f"got {len(address):,}; copy the address instead"
        )
    code = segno.make_qr(address, error="l", boost_error=True)
    picture: str = code.svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" shape-rendering="crispEdges" ', 1)
