"""The short text that stands for an article in a list."""

LENGTH = 120
SENTENCE_ENDS = "。！？；…"


def excerpt_of(summary: str, text: str) -> str:
    """The summary, else the opening of the text: whole sentences where they fit, else cut with an ellipsis."""
    summary = summary.strip()
    opening = " ".join((summary or text[: LENGTH * 3]).split())
    if len(opening) <= LENGTH or summary:
        return opening
    head = opening[:LENGTH]
    end = max(head.rfind(mark) for mark in SENTENCE_ENDS)
    return head[: end + 1] if end >= LENGTH // 3 else head[:-1] + "…"
