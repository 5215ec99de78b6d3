"""No pattern's cost grows faster than the text that it is given: what makes a server stand still over one request.

Every compiled pattern of the project is fed texts of its own parts, without an end that would match. What is asked with
match() or fullmatch() is asked so here; search, sub and the like are tried from every place. A pattern that is only ever
given short texts is named below, with what bounds them.
"""

import signal
import time
from contextlib import contextmanager

import pytest

from articles import tagging
from articles.importing.runs import SPACE
from articles.searching.question import read
from statutes.citations.claims import claim_of
from statutes.citations.folding import fold
from statutes.citations.wording import measures
from tests.growth import grows_with_length
from tests.patterns import attacks, methods, patterns

LENGTH = 3_000
ENDS = "\0", ""
AT_ONCE = 0.02  # seconds in which a text of LENGTH that costs what it is long has long been done
TOO_LONG = 0.2  # seconds after which it is stopped
SHORT = {  # pattern -> what bounds its text
    "claims.QUOTED_BEFORE": "looked for in 1,000 characters before a citation",
    "claims.LEAD_UP": "looked for in 1,000 characters before a citation",
    "grammar.JOIN": "match() at a place of the text, with at most 3 spaces in each",
    "grammar.TAIL": "looked for in a window before a name",
    "grammar.SEPARATOR": "fullmatch() of at most 8 characters",
    "grammar.LEAD": "match() of a window before a name",
    "body.MALFORMED": "a line of a statute that the operator imports",
    "header.DOC_NUMBER": "a line of a statute that the operator imports",
    "header.ORDER": "a line of a statute that the operator imports",
    "header.ORDERS": "a line of a statute that the operator imports",
    "repeals.BEHIND_TITLES": "a sentence of a statute that the operator imports",
    "cleaning.BLOCK": "a sanitised body, in which each <p> has its </p>",
    "cleaning.ANY_TAG": "a sanitised body, in which no < stands alone",
    "linking.LINK": "a sanitised body, in which each <a> has its </a>",
    "wordpress.COMMENT": "an export that the operator imports",
    "mysql_text.OPEN": "match() at the scanner's place",
    "mysql_text.VALUE": "match() at the scanner's place",
    "mysql_text.NEXT_ROW": "match() at the scanner's place",
    "personal.BEFORE_HOME": "what the pattern of homes found, some 40 characters",
    "sentences.CHOICE": "sentences of our own, for the made-up archive",
}


class Slow(Exception):
    pass


@contextmanager
def stopped_after(seconds: float):
    def stop(*_):
        raise Slow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def is_slow(pattern, method: str, before: str, piece: str) -> bool:
    """Whether one of the texts costs more than its length; judged by growth where it is near the bound."""
    for end in ENDS:
        text = before + (piece * LENGTH)[:LENGTH] + end
        start = time.process_time()
        try:
            with stopped_after(TOO_LONG):
                getattr(pattern, method)(text)
        except Slow:
            return True
        if time.process_time() - start > AT_ONCE and not grows_with_length(
            lambda text, end=end: getattr(pattern, method)(before + text + end), piece, 4 * LENGTH
        ):
            return True
    return False


def test_every_pattern():
    known = patterns()
    assert len(known) > 200
    slow = {}
    for pattern, where in known.items():
        if isinstance(pattern.pattern, bytes) or ".".join(where.split(".")[-2:]) in SHORT:
            continue
        for method in methods(where):
            for before, piece in dict.fromkeys(attacks(pattern)):
                if where not in slow and is_slow(pattern, method, before, piece):
                    slow[where] = method, before, piece
    assert slow == {}


def test_every_exception_is_still_there():
    names = {".".join(where.split(".")[-2:]) for where in patterns().values()}
    assert sorted(set(SHORT) - names) == []


@pytest.mark.parametrize(
    ("work", "piece"),
    [
        (tagging.names_from_string, "，"),
        (tagging.names_from_string, "#“"),
        (read, "网贷 "),
        (read, "\u3000"),
        (fold, "第一千"),
        (measures, "9"),
        (measures, "9万"),
        (lambda text: SPACE.sub("", text), "\x1e"),
        (lambda text: SPACE.sub("", text), "\x1e "),
        (lambda text: claim_of(text + "《民法典》第一条", (len(text), len(text) + 8)), "，"),
        (lambda text: claim_of(text + "《民法典》第一条", (len(text), len(text) + 8)), "” "),
    ],
)
def test_what_takes_a_text(work, piece):
    """What visitors and lawyers type; finding, linting, Word and the sanitiser have tests of their own."""
    assert grows_with_length(work, piece, 100_000)
