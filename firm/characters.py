"""Which characters a document of XML or JSON can carry."""

import re

# XML 1.0, Char: neither most control characters, nor halves of a pair, nor the two that are no characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def fit(text: str) -> str:
    """The text without what XML cannot carry, whatever was typed or imported; emoji and their joiners stay."""
    return UNFIT.sub("", text)
