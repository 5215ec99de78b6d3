"""The words that two short texts share, for marking them."""

import re

NOT_A_WORD = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9]+|怎么办?|如何|什么|可以|能不能|能否|是否|应该|需要|多少|哪些|为什么|已经|之后|时候|"
    r"[的了吗呢吧把被给让和与或及在是有要会能]"
)
SHORTEST = 2


def phrases(title: str) -> list[str]:
    """A title without the words that carry no subject: 网贷逾期把通讯录关闭可以吗 -> 网贷逾期, 通讯录关闭."""
    return [phrase for phrase in NOT_A_WORD.split(title) if len(phrase) >= SHORTEST]


def shared_spans(wanted: list[str], text: str) -> list[tuple[int, int]]:
    """Where the text holds one of the phrases or a part of one of two or more characters, longest first taken.

    Spans are sorted, never overlap, and leave the text itself alone.
    """
    spans, at = [], 0
    pairs = {phrase[i : i + SHORTEST] for phrase in wanted for i in range(len(phrase) - 1)}
    while at < len(text) - 1:
        if text[at : at + SHORTEST] not in pairs:
            at += 1
            continue
        length = max(_common_prefix(phrase, text, at) for phrase in wanted)
        spans.append((at, at + length))
        at += length
    return spans


def _common_prefix(phrase: str, text: str, at: int) -> int:
    """The length of the longest part of the phrase that the text has at this place."""
    best = 0
    for start in range(len(phrase) - SHORTEST + 1):
        length = 0
        while start + length < len(phrase) and text[at + length : at + length + 1] == phrase[start + length]:
            length += 1
        best = max(best, length)
    return best
