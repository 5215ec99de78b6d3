"""Where in a statute: 条 with 之N, 款, 项."""

import re
from dataclasses import dataclass

from statutes.language.numerals import to_chinese

KEY = re.compile(
    r"(?P<article>\d{1,5})(?:-(?P<suffix>\d{1,2}))?(?:\.p(?P<paragraph>\d{1,3}))?(?:\.i(?P<item>\d{1,3}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A place in a statute; 0 means not named."""

    article: int
    suffix: int = 0  # 第一百二十条之一
    paragraph: int = 0  # 款
    item: int = 0  # 项

    @classmethod
    def parse(cls, key: str) -> "Address":
        """The address that a stable key (120-1.p2.i3) names. Raises ValueError."""
        match = KEY.fullmatch(key)
        if match is None:
            raise ValueError(f"not an address: {key[:40]!r}")
        return cls(**{name: int(number or 0) for name, number in match.groupdict().items()})

    @property
    def article_key(self) -> str:
        """The key of the 条 alone: 120-1."""
        return f"{self.article}-{self.suffix}" if self.suffix else str(self.article)

    @property
    def key(self) -> str:
        """The stable key, an HTML id as well: 120-1.p2.i3."""
        paragraph = f".p{self.paragraph}" if self.paragraph else ""
        item = f".i{self.item}" if self.item else ""
        return self.article_key + paragraph + item

    def __str__(self) -> str:
        """As a lawyer reads it: 第120条之一第二款第三项."""
        words = f"第{self.article}条"
        words += f"之{to_chinese(self.suffix)}" if self.suffix else ""
        words += f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        return words + (f"第{to_chinese(self.item)}项" if self.item else "")
