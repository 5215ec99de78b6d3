"""Which words kept between two changes are too few to be read as kept."""

from collections.abc import Callable, Iterable

SHORTEST_KEPT = 3  # characters between two changes that stand as kept; fewer are read with what changed

Code = tuple[
    str, int, int, int, int
]  # as difflib's opcodes: tag, and the stretch of the old and the new sequence


def without_scraps(codes: Iterable[Code], length: Callable[[int, int], int]) -> list[Code]:
    """The opcodes, where too few characters kept between two changes count as changed: nobody reads confetti.

    length(a, b) is how many characters the old sequence has from a to b.
    """
    codes, found = list(codes), []
    for place, (tag, a, b, c, d) in enumerate(codes):
        is_inside = 0 < place < len(codes) - 1
        if tag == "equal" and is_inside and length(a, b) < SHORTEST_KEPT:
            tag = "replace"
        if found and tag != "equal" and found[-1][0] != "equal":
            found[-1] = ("replace", found[-1][1], b, found[-1][3], d)
        else:
            found.append((tag, a, b, c, d))
    return found
