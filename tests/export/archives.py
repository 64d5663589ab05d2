"""Files of weights as others could write them."""

import io
import zipfile

import numpy as np


def npz(compressed: bool = False, **held) -> bytes:
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **held)
    return file.getvalue()


def zipped(held: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return file.getvalue()
