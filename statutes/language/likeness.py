"""How alike two texts are, by the pairs of neighbouring characters that they share."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters; a single character counts as one."""
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1: Dice's coefficient of two texts' pairs."""
    return 2 * len(one & other) / (len(one) + len(other))


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text's pairs the longer one has, from 0 to 1."""
    return len(one & other) / min(len(one), len(other))
