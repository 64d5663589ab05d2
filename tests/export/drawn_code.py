"""QR codes as pixels, for a reader that has nothing to do with what draws them; nothing in here is a test."""

import re
from xml.etree import ElementTree

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
DOTS = 4
"""Pixels a dot in the drawn picture."""


def drawn(svg: str) -> np.ndarray:
    """Draw the picture: its dark path has strokes of one dot, relative moves and lines to the right."""
    root = ElementTree.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    image = np.full((side, side), 255, np.uint8)
    (path,) = [part for part in root.iter(SVG + "path") if part.attrib.get("stroke") == "#000"]
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path.attrib["d"]):
        values = [float(value) for value in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            image[int(y), round(x) : round(x + values[0])] = 0
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return np.kron(image, np.ones((DOTS, DOTS), np.uint8))
