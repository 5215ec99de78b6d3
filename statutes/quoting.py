"""Findings with the words that the text gives to each provision held against the provision's own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import connection

from statutes.citations.quotes import Comparison, Match, claim_of, compare, is_quoted
from statutes.findings import Finding, Quote
from statutes.language.shingles import fingerprints
from statutes.models import Provision

CANDIDATES = 8
OLDER = 0.85  # coverage from which words are those of an older version
FOUND = 0.72  # … from which they are those of another provision where the cited one has little of them
FOUND_DESPITE = 0.85  # … and where it has much of them
LITTLE = 0.45
BETTER = 0.2  # by how much the other provision must have more of them


def with_quotes(text: str, findings: Sequence[Finding], on: date) -> list[Finding]:
    """The findings with their quotes compared, for those whose provision is held.

    What stands inside the words given to another provision (本法第四十七条 in a quoted article) is not judged by itself.
    """
    claims = _claims(text, findings)
    first = {
        i: compare(claim, findings[i].provision.text, quoted=quoted) for i, (claim, quoted) in claims.items()
    }
    doubtful = [i for i, comparison in first.items() if comparison.match is not Match.EXACT]
    older = _older_texts([findings[i].provision for i in doubtful])
    judged = list(findings)
    for i, comparison in first.items():
        quote = Quote(comparison)
        if i in doubtful:
            quote = _looked_up(claims[i][0], findings[i].provision, comparison, older, on)
        judged[i] = replace(findings[i], quote=quote)
    return judged


def _claims(text: str, findings: Sequence[Finding]) -> dict[int, tuple[str, bool]]:
    claims, inside = {}, 0
    for i, finding in enumerate(findings):
        citation = finding.citation
        if finding.provision is None or (citation.anaphoric and citation.span[0] < inside):
            continue
        following = _next_start(findings, i)
        claim = claim_of(text, citation.span, following)
        claims[i] = (claim, is_quoted(text, citation.span))
        inside = citation.span[1] + len(claim)
    return claims


def _next_start(findings: Sequence[Finding], i: int) -> int | None:
    """Where the next citation starts that ends the words of this one: 本法第四十条 inside them does not."""
    for finding in findings[i + 1 :]:
        if not (finding.citation.anaphoric and finding.citation.own):
            return finding.citation.span[0]
    return None


def _older_texts(provisions: Sequence[Provision]) -> dict[int, list[str]]:
    """The texts of the same article in the statute's other versions, by the provision's id."""
    wanted = {(p.version.statute_id, p.key): p for p in provisions}
    if not wanted:
        return {}
    same = Provision.objects.filter(
        version__statute__in={statute for statute, _ in wanted}, key__in={key for _, key in wanted}
    ).exclude(version__in={p.version_id for p in provisions})
    found = defaultdict(list)
    for statute, key, text in same.values_list("version__statute", "key", "text"):
        if (statute, key) in wanted:
            found[wanted[statute, key].pk].append(text)
    return found


def _looked_up(claim: str, cited: Provision, comparison: Comparison, older: dict, on: date) -> Quote:
    """The words in the statute's older text, or in another provision of the whole library."""
    before = max((compare(claim, text).coverage for text in older.get(cited.pk, ())), default=0.0)
    if before >= OLDER and before > comparison.coverage:
        return Quote(comparison, is_older_text=True)
    needed = FOUND if comparison.coverage < LITTLE else FOUND_DESPITE
    best = max(_elsewhere(claim, cited, on), key=lambda pair: pair[0], default=(0.0, None))
    if best[0] >= needed and best[0] >= comparison.coverage + BETTER:
        return Quote(comparison, right_place=best[1])
    return Quote(comparison)


def _elsewhere(claim: str, cited: Provision, on: date) -> list[tuple[float, Provision]]:
    """Provisions in force that share words with a claim, with their coverage; the cited statute's own come first."""
    prints = fingerprints(claim)
    if not prints:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SHARING, [prints, prints, on, cited.pk, CANDIDATES])
        ids = [row[0] for row in cursor.fetchall()]
    found = Provision.objects.filter(pk__in=ids).select_related("version__statute")
    own = cited.version.statute_id
    return [(compare(claim, p.text).coverage + 0.01 * (p.version.statute_id == own), p) for p in found]


SHARING = """
SELECT p.id, cardinality(ARRAY(SELECT unnest(p.shingles) INTERSECT SELECT unnest(%s::integer[]))) AS shared
FROM statutes_provision p JOIN statutes_statuteversion v ON v.id = p.version_id
WHERE p.shingles && %s::integer[] AND (v.effective_to IS NULL OR v.effective_to > %s) AND p.id <> %s
ORDER BY shared DESC, p.id LIMIT %s
"""
