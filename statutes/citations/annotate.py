"""Links laid over the citations of an HTML text."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from statutes.language.markup import Token, tokens


@dataclass(frozen=True, slots=True)
class Link:
    """An opening tag's attributes for a span of plain_text(html)."""

    span: tuple[int, int]
    attributes: tuple[tuple[str, str], ...]

    @property
    def opening(self) -> str:
        return "<a " + " ".join(f'{name}="{escape(value)}"' for name, value in self.attributes) + ">"


@dataclass(frozen=True, slots=True)
class _Place:
    """A point before, inside or behind a token."""

    token: int
    offset: int


def annotate(html: str, links: Iterable[Link]) -> str:
    """The HTML with each link's span inside an <a>. The text is unchanged; what stands in a link already is left.

    A span that crosses tags (<strong>《民法典》</strong>第1034条) gets one <a> around whole elements where that
    nests, else one <a> for each stretch of text.
    """
    parsed = tokens(html)
    inserts: dict[_Place, list[str]] = {}
    linked = _inside_links(parsed)
    texts = [index for index, token in enumerate(parsed) if token.is_text]
    starts = [parsed[index].start for index in texts]
    for link in links:
        touched = texts[bisect_right(starts, link.span[0]) - 1 : bisect_right(starts, link.span[1] - 1)]
        touched = [i for i in touched if parsed[i].start + len(parsed[i].text) > link.span[0]]
        if not touched or link.span[0] >= link.span[1] or any(i in linked for i in touched):
            continue
        for first, last in _wraps(parsed, touched, link.span):
            inserts.setdefault(first, []).append(link.opening)
            inserts.setdefault(last, []).insert(0, "</a>")
    return "".join(_written(parsed, inserts))


def _inside_links(parsed: list[Token]) -> set[int]:
    inside, open_links = set(), 0
    for index, token in enumerate(parsed):
        if token.tag == "a":
            open_links += -1 if token.closes else 1
        elif token.is_text and open_links:
            inside.add(index)
    return inside


def _wraps(parsed: list[Token], touched: list[int], span: tuple[int, int]) -> list[tuple[_Place, _Place]]:
    first, last = touched[0], touched[-1]
    begin = _Place(first, max(0, span[0] - parsed[first].start))
    end = _Place(last, min(len(parsed[last].text), span[1] - parsed[last].start))
    if whole := _balanced(parsed, begin, end):
        return [whole]
    starts = [begin, *(_Place(i, 0) for i in touched[1:])]
    ends = [*(_Place(i, len(parsed[i].text)) for i in touched[:-1]), end]
    return list(zip(starts, ends, strict=True))


def _balanced(parsed: list[Token], begin: _Place, end: _Place) -> tuple[_Place, _Place] | None:
    """The span moved outwards over whole elements until it nests, or None."""
    unopened, unclosed = _loose_tags(parsed[begin.token + 1 : end.token])
    if unopened:
        before = parsed[begin.token - unopened : begin.token]
        if begin.offset or len(before) < unopened or not all(token.opens for token in before):
            return None
        begin = _Place(begin.token - unopened, 0)
    if unclosed:
        behind = parsed[end.token + 1 : end.token + 1 + unclosed]
        if (
            end.offset < len(parsed[end.token].text)
            or len(behind) < unclosed
            or not all(t.closes for t in behind)
        ):
            return None
        end = _Place(end.token + unclosed + 1, 0)
    if any(token.breaks or token.tag == "a" for token in parsed[begin.token : end.token]):
        return None
    return begin, end


def _loose_tags(between: list[Token]) -> tuple[int, int]:
    """How many tags close without opening, and open without closing, among these tokens."""
    unopened = unclosed = 0
    for token in between:
        if token.opens:
            unclosed += 1
        elif token.closes and unclosed:
            unclosed -= 1
        elif token.closes:
            unopened += 1
    return unopened, unclosed


def _written(parsed: list[Token], inserts: dict[_Place, list[str]]) -> Iterator[str]:
    by_token: dict[int, list[int]] = {}
    for place in inserts:
        by_token.setdefault(place.token, []).append(place.offset)
    for index, token in enumerate([*parsed, Token()]):
        done = 0
        for offset in sorted(by_token.get(index, ())):
            yield escape(token.text[done:offset], quote=False)
            yield from inserts[_Place(index, offset)]
            done = offset
        yield escape(token.text[done:], quote=False) if token.is_text else token.raw
