"""A rendered page in five pieces: what is the page's own, and what stands around it on every page."""

from dataclasses import dataclass

HEAD = "<title>"
AFTER_HEAD = '<link rel="icon"'
MAIN = '<main id="main" class="wrap" tabindex="-1">'
AFTER_MAIN = "</main>"


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces in their order, UTF-8; head and main are the page's own."""

    start: bytes
    head: bytes
    middle: bytes
    main: bytes
    end: bytes

    def with_own(self, head: bytes, main: bytes) -> bytes:
        """A whole page of these surroundings and somebody else's own pieces."""
        return b"".join((self.start, head, self.middle, main, self.end))


def cut(html: str) -> Pieces:
    """Cut a page that extends base.html; no text of ours holds <main>, for the sanitiser takes it out and the rest is
    escaped. Raises ValueError for a page without the marks.
    """
    start, mark, rest = html.partition(HEAD)
    head, after_head, rest = (mark + rest).partition(AFTER_HEAD)
    middle, main_mark, rest = (after_head + rest).partition(MAIN)
    main, after_main, end = rest.rpartition(AFTER_MAIN)
    if not (mark and after_head and main_mark and after_main):
        raise ValueError("a page that does not extend base.html")
    pieces = (start, head, middle + main_mark, main, after_main + end)
    return Pieces(*(piece.encode() for piece in pieces))
