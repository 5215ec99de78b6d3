"""A place named in a text, before it is known whose it is."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a mention names its law."""

    NAMED = "named"  # 《民法典》第五条, 刑法第五条, 《民法典》
    PRONOUN = "pronoun"  # 本法第五条
    BARE = "bare"  # 第五条
    BELOW = "below"  # 第二款, 同条第二款
    NUMBER = "number"  # 法释〔2020〕26号
    OTHER = "other"  # 本合同第三条: a text that is no law


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, as written. Zero, "" and None mean not named."""

    kind: Kind
    span: tuple[int, int]
    title: str = ""  # as written, without 《》
    law: str | None = None  # the official title, or for an unknown document the title as written
    pronoun: str = ""  # 法, 条例, 解释 … of 本法, 该条例, 该解释
    own: bool = False  # 本法, not 该法; 同条, not a list
    article: int = 0
    suffix: int = 0
    paragraph: int = 0
    item: int = 0
    range_to: str = ""
    doc_number: str = ""
    joined: bool = False  # only a 、 or 和 stands between it and the mention before
