"""One spelling for what is written in several: widths, brackets, spaces, quotation marks."""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NOT_COMPARED = re.compile(r"[\s《》〈〉<>“”‘’\"'()（）、,，·]")
STATE = "中华人民共和国"
YEAR_BRACKETS = str.maketrans("[【（(﹝［]】）)﹞］", "〔〔〔〔〔〔〕〕〕〕〕〕")


def visible(text: str) -> str:
    """The text without what nobody sees and PostgreSQL or a reader would stumble over."""
    return INVISIBLE.sub("", CONTROL.sub("", text))


def clean_line(text: str) -> str:
    """A line of visible characters, its spaces folded."""
    return " ".join(visible(text).split())


def fold_title(title: str) -> str:
    """The key by which two spellings of one statute's title meet: 《中华人民共和国民法典》 and 民法典."""
    folded = NOT_COMPARED.sub("", unicodedata.normalize("NFKC", title))
    return folded.replace(STATE, "")


def fold_doc_number(number: str) -> str:
    """A document number with one kind of bracket and no spaces: 银办发[2017] 141号 -> 银办发〔2017〕141号."""
    compact = re.sub(r"\s", "", number).translate(YEAR_BRACKETS)
    return unicodedata.normalize("NFKC", compact).replace("〔第", "〔").replace("〕第", "〕")
