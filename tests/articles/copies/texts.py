"""Texts that have nothing in common, and copies of them with so many letters changed."""

import random

LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"


def text(seed: int, length: int = 400) -> str:
    """Letters that share no run of ten with another seed's."""
    return "".join(random.Random(seed).choices(LETTERS, k=length))  # noqa: S311


def mixed(seed: int, other: int, share: float, length: int = 400) -> str:
    """A text of which a share are the first letters of another one's."""
    kept = int(length * share)
    return text(other, length)[:kept] + text(seed, length - kept)


def html(words: str) -> str:
    return f"<p>{words}</p>"
