"""What letters a column holds, asked of its bytes."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["is_ascii"]


def is_ascii(cells: pd.Series, *, least: int = 0, most: int = 0x7F) -> bool:
    """Whether a text column holds nothing but characters of ASCII.

    Parameters
    ----------
    cells : pandas.Series of str
    least, most : int
        The first and last character that may be there.
    """
    import pyarrow as pa

    column = pa.array(cells)
    for chunk in column.chunks if isinstance(column, pa.ChunkedArray) else (column,):
        data = chunk.buffers()[2] if len(chunk) and len(chunk.buffers()) > 2 else None
        if data is None:
            continue
        wide = pa.types.is_large_string(chunk.type)
        offsets = np.frombuffer(chunk.buffers()[1], dtype="int64" if wide else "int32")
        start, end = int(offsets[chunk.offset]), int(offsets[chunk.offset + len(chunk)])
        letters = np.frombuffer(data, dtype="uint8", count=end - start, offset=start)
        if len(letters) and (letters.max() > most or (least and letters.min() < least)):
            return False
    return True
