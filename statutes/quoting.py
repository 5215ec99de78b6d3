"""Findings with the words that the text gives to each provision held against the provision's own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from statutes.citations.claims import Claim, claim_of, is_inside
from statutes.citations.quotes import Comparison, Match, compare, likeness
from statutes.findings import Finding, Quote
from statutes.models import Provision
from statutes.whereabouts import Place, places

OLDER = 0.85  # coverage from which words are those of an older version
FOUND = (
    0.75  # likeness from which they are those of another provision where the cited one has nothing of them
)
FOUND_DESPITE = 0.85  # … and where it has some
MUCH = 0.7  # likeness from which the cited one may well be meant, unless another has the words as they are
TELLING = 10  # characters from which words say where they are from
NEARLY = 0.9  # below this coverage of the cited provision the words may stand exactly in another one
BETTER = 0.2  # by how much the other provision must have more of them
REACH = 1000  # characters within which a citation may stand in words given to another
AHEAD = 3  # citations behind one whose words it may stand in
JOINED = re.compile(r"[\s、，,和与及或至到－—-]{0,3}|以及|或者")
RANK = (Match.EXACT, Match.DIFFERS, Match.PARAPHRASE, Match.NOTHING)


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with the findings whose provisions it may tell: one, or those of a list 第五条、第六条."""

    indexes: tuple[int, ...]
    claim: Claim


@dataclass(frozen=True, slots=True)
class _Judged:
    """The finding of a list that a claim fits best, and how."""

    index: int
    claim: Claim
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class _Read:
    """The findings of one text, and its claims as they stand to the provisions that are cited."""

    findings: tuple[Finding, ...]
    judged: tuple[_Judged, ...]

    @property
    def doubtful(self) -> list[_Judged]:
        return [one for one in self.judged if one.comparison.match is not Match.EXACT]


def with_quotes(text: str, findings: Sequence[Finding], on: date) -> list[Finding]:
    """The findings with their quotes compared, for those whose provision is held.

    What stands inside the words given to another provision (本法第四十七条 in a quoted article) is not judged by itself.
    """
    [found] = with_quotes_many([text], [findings], on)
    return found


def with_quotes_many(
    texts: Sequence[str], findings: Sequence[Sequence[Finding]], on: date
) -> list[list[Finding]]:
    """The same of many texts, each with its findings; the library is asked once for all of them."""
    read = [_read(text, some) for text, some in zip(texts, findings, strict=True)]
    older = _older_texts([one.findings[judged.index].provision for one in read for judged in one.doubtful])
    asked = [{j.index: j.claim for j in one.doubtful if _may_be_elsewhere(j)} for one in read]
    elsewhere = places(asked, on)
    return [_quoted(one, older, there) for one, there in zip(read, elsewhere, strict=True)]


def _read(text: str, findings: Sequence[Finding]) -> _Read:
    inside = _inside(text, findings)
    judged = tuple(_compared(told, findings) for told in _claims(text, findings, inside))
    return _Read(tuple(replace(finding, is_inside=i in inside) for i, finding in enumerate(findings)), judged)


def _quoted(
    one: _Read, older: Mapping[int, Sequence[str]], elsewhere: Mapping[int, Sequence[Place]]
) -> list[Finding]:
    found = list(one.findings)
    for judged in one.judged:
        cited = found[judged.index].provision
        quote = _looked_up(judged, cited, older.get(cited.pk, ()), elsewhere.get(judged.index, ()))
        found[judged.index] = replace(found[judged.index], quote=quote)
    return found


# Whose words ---------------------------------------------------------------------------------------------


def _inside(text: str, findings: Sequence[Finding]) -> frozenset[int]:
    """Those of the findings whose citation stands inside words that are given to another one's provision."""
    inside: set[int] = set()
    last = None  # the last one that does not
    for i, finding in enumerate(findings):
        span = finding.citation.span
        around = [findings[last]] if last is not None else []
        around += findings[i + 1 : i + 1 + AHEAD]
        if any(_has(text, other, span) for other in around):
            inside.add(i)
        elif finding.provision:
            last = i
    return frozenset(inside)


def _has(text: str, outer: Finding, span: tuple[int, int]) -> bool:
    start, end = outer.citation.span
    is_near = span[0] - end <= REACH and start - span[1] <= REACH
    return outer.provision is not None and is_near and is_inside(text, span, outer.provision.text)


def _claims(text: str, findings: Sequence[Finding], inside: frozenset[int]) -> Iterator[_Told]:
    """The claims of a text in order; a citation inside quoted words that were given to another has none."""
    done = 0
    for group, following in _groups(text, findings, inside):
        span = (findings[group[0]].citation.span[0], findings[group[-1]].citation.span[1])
        held = tuple(i for i in group if findings[i].provision)
        if held and span[0] >= done:
            claim = claim_of(text, span, following, done)
            done = max(span[1], claim.span[1] + 1)  # behind the closing mark
            yield _Told(held, claim)


def _groups(
    text: str, findings: Sequence[Finding], inside: frozenset[int]
) -> Iterator[tuple[list[int], int | None]]:
    """The findings that stand in one list, and where the next citation starts that ends their words: 本法第四十条 inside
    them does not."""
    outer = [i for i in range(len(findings)) if i not in inside]
    following = _following(findings, outer)
    group: list[int] = []
    for i, after in zip(outer, [*outer[1:], None], strict=False):
        group.append(i)
        span = findings[i].citation.span
        if after is None or not JOINED.fullmatch(text, span[1], findings[after].citation.span[0]):
            yield group, following[i]
            group = []


def _following(findings: Sequence[Finding], outer: Sequence[int]) -> dict[int, int | None]:
    """For each of the findings where the next citation starts that ends its words."""
    found, start = {}, None
    for i in reversed(outer):
        found[i] = start
        citation = findings[i].citation
        if not (citation.anaphoric and citation.own):
            start = citation.span[0]
    return found


# How they stand to the provision ---------------------------------------------------------------------------


def _compared(told: _Told, findings: Sequence[Finding]) -> _Judged:
    """A claim against the provisions that it may tell: the one that it fits best, or, where it fits none, all in one."""
    claim = told.claim
    texts = {i: findings[i].provision.text for i in told.indexes}
    each = {i: compare(claim.words, text, claim.manner) for i, text in texts.items()}
    best = min(each, key=lambda i: (RANK.index(each[i].match), -each[i].coverage))
    comparison = each[best]
    if len(set(texts.values())) > 1 and comparison.match is not Match.EXACT:
        together = compare(claim.words, "\n".join(dict.fromkeys(texts.values())), claim.manner)
        comparison = max(comparison, together, key=lambda c: c.coverage)
    return _Judged(best, claim, comparison)


def _may_be_elsewhere(one: _Judged) -> bool:
    return one.comparison.coverage < NEARLY


def _older_texts(provisions: Sequence[Provision]) -> dict[int, list[str]]:
    """The texts of the same article in the statute's other versions, by the provision's id."""
    asked = {p.pk: (p.version.statute_id, p.version_id, p.key) for p in provisions}
    if not asked:
        return {}
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(OLDER_TEXTS, [list(asked), *map(list, zip(*asked.values(), strict=True))])
        for pk, text in cursor.fetchall():
            found[pk].append(text)
    return found


def _looked_up(one: _Judged, cited: Provision, older: Sequence[str], elsewhere: Sequence[Place]) -> Quote:
    """The words in the statute's older text, or in another provision of the whole library."""
    comparison = one.comparison
    if comparison.match is Match.EXACT:
        return Quote(comparison)
    if any(_is_older(compare(one.claim.words, text, one.claim.manner), comparison) for text in older):
        return Quote(comparison, is_older_text=True)
    own = cited.version.statute_id
    others = [place for place in elsewhere if place.provision.pk != cited.pk]
    best = max(
        others,
        key=lambda p: (p.is_exact, p.likeness + 0.01 * (p.provision.version.statute_id == own)),
        default=None,
    )
    if best and _stands_there(best, one, cited):
        return Quote(comparison, right_place=best.provision)
    return Quote(comparison)


def _stands_there(place: Place, one: _Judged, cited: Provision) -> bool:
    """Whether the words are those of another place rather than of the cited one, which has less of them."""
    gist = one.claim.gist
    if len(gist) < TELLING:
        return False
    if place.is_exact:
        return True
    here = likeness(gist, cited.text)
    if one.comparison.match is not Match.NOTHING and here >= MUCH:
        return False
    needed = FOUND if one.comparison.match is Match.NOTHING else FOUND_DESPITE
    return place.likeness >= needed and place.likeness >= here + BETTER


def _is_older(before: Comparison, now: Comparison) -> bool:
    if before.match is Match.EXACT:
        return True
    return before.coverage >= OLDER and before.coverage > now.coverage + 0.05


OLDER_TEXTS = """
SELECT asked.id, p.text FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[]) AS asked (id, statute, version, key)
JOIN statutes_statuteversion v ON v.statute_id = asked.statute AND v.id <> asked.version
JOIN statutes_provision p ON p.version_id = v.id AND p.key = asked.key
"""
