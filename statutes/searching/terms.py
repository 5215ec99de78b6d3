"""The terms by which a text is found: the pairs of characters of its words; pure."""

import re
import unicodedata
from functools import lru_cache

from statutes.language.normalise import visible

RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]{1,40}")
LONGEST = 500  # characters of a question that are read
# What a question says besides its subject.
ASIDE = re.compile(
    r"请问|怎么办|怎么样|怎么|怎样|如何|什么|吗|呢|吧|哪些|哪个|哪里|为何|为什么|能不能|能否|可不可以|可以|是否|是不是|有没有|"
    r"多少|多久|我|你|他们|他|她|自己|的话"
)
ORDINAL = re.compile(r"第[零一二三四五六七八九十百]+(?:分编|编|章|节)")
FORMAL = re.compile(
    r"中华人民共和国|最高人民(?:法院|检察院)[、关于]*|适用法律|若干|问题"
)  # in every other title


def terms(text: str) -> list[str]:
    """The terms of a text in order, repeated ones too: 借款人 -> 借款, 款人; abc2 as it is."""
    found = []
    for run in RUN.findall(unicodedata.normalize("NFKC", visible(text)).lower()):
        if run[0] < "\u3400":
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return found


def asked(question: str) -> list[str]:
    """The terms of a question, each once, without the words of asking."""
    return list(dict.fromkeys(terms(ASIDE.sub(" ", question[:LONGEST]))))


@lru_cache(maxsize=200)
def of_path(path: str) -> tuple[str, ...]:
    """第四编 人格权 -> the terms of 人格权."""
    return tuple(terms(ORDINAL.sub(" ", path)))


@lru_cache(maxsize=200)
def of_title(title: str) -> tuple[str, ...]:
    """The terms of a title without the words that most titles have."""
    return tuple(terms(FORMAL.sub(" ", title)))
