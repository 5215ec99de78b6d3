"""Fingerprints of a text, by which the same words are found again elsewhere.

Winnowing: of the hashes of all runs of five characters the smallest in each window of six is kept, so that two texts
with ten characters in common share one (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003).
"""

import re
import unicodedata
from zlib import crc32

RUN, WINDOW = 5, 6
SIGN = 1 << 31  # PostgreSQL's integer has a sign


def fingerprints(text: str) -> list[int]:
    """The sorted fingerprints of a text, each a signed 32-bit number; width and punctuation do not matter."""
    letters = re.sub(r"\W", "", unicodedata.normalize("NFKC", text))
    hashes = [crc32(letters[i : i + RUN].encode()) - SIGN for i in range(len(letters) - RUN + 1)]
    if len(hashes) <= WINDOW:
        return sorted(set(hashes))
    return sorted({min(hashes[i : i + WINDOW]) for i in range(len(hashes) - WINDOW + 1)})
