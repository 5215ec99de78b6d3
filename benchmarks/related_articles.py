"""`make bench-related`: how well and how fast related articles are chosen, beside the newest with a shared tag.

With ARTICLES=100000 for another size than 10,000.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from django.db import transaction

from articles import workflow
from articles.models import Article, RelatedArticle, TaggedArticle
from articles.related import lists, recomputing
from articles.related.choosing import SHOWN, propose
from articles.related.subjects import stored_subjects
from articles.searching import tasks
from benchmarks.filled import archive, measured, quantiles, timed
from firm.models import User
from hefei_site.generating.archive import Archive, Text

SIZE = int(next((arg for arg in sys.argv[1:] if arg.isdecimal()), 10_000))
PROBES, PUBLISHED = 300, 40


def main() -> None:
    with archive(SIZE):
        random, texts = Random(7), Archive()  # noqa: S311
        live = list(Article.objects.published().filter(pk__lte=SIZE).values_list("pk", flat=True))
        probes = random.sample(live, min(PROBES, len(live)))
        print(
            f"\nof {len(probes)} articles among {SIZE:,}: the lists' share of the same topic, of near-copies, how full"
        )
        for name, engine in (("ours", ours), ("newest with a shared tag", by_tag)):
            _quality(name, engine, probes, texts)
        print("\nmilliseconds: p50, p95, most")
        for name, engine in (("ours, one list", ours), ("newest with a shared tag", by_tag)):
            runs = [measured(partial(engine, pk)) for pk in probes]
            print(
                f"  {name:28} {quantiles(run[2] for run in runs)} in statements |{quantiles(run[1] for run in runs)} in all"
            )
        published = random.sample(live, PUBLISHED)
        _recompute(_neighbours(published))
        _publish(published)


def ours(pk: int) -> list[int]:
    [proposal] = propose(stored_subjects([pk]))
    return [one.other.pk for one in proposal.suggestions[:SHOWN]]


def by_tag(pk: int) -> list[int]:
    """As blogs do: any shared tag, the newest first."""
    tags = TaggedArticle.objects.filter(content_object=pk).values("tag")
    same = TaggedArticle.objects.filter(tag__in=tags).exclude(content_object=pk).values("content_object")
    newest = Article.objects.published().filter(pk__in=same).newest_first()
    return list(newest.values_list("pk", flat=True)[:SHOWN])


def _quality(
    name: str, engine: Callable[[int], Sequence[int]], probes: Sequence[int], texts: Archive
) -> None:
    same = copies = shown = 0
    sizes = _topics(texts)
    for pk in probes:
        found = [texts.article(other - 1) for other in engine(pk)]
        of = texts.article(pk - 1)
        seen = [of]
        for text in found:
            same += text.topic == of.topic
            copies += any(_shared(text, other) > 0.5 for other in seen)
            seen.append(text)
        shown += len(found)
    most = sum(min(SHOWN, sizes[texts.article(pk - 1).topic] - 1) for pk in probes)
    print(
        f"  {name:28} {same / shown:.3f} (of {most / shown:.3f} that there are) {copies / shown:.3f}"
        f" {shown / len(probes):.1f} of {SHOWN}",
        flush=True,
    )


def _topics(texts: Archive) -> Counter:
    """How many articles of the archive each topic has, copies of others left out."""
    return Counter(text.topic for text in texts.articles(0, SIZE) if text.source is None)


def _shared(one: Text, other: Text) -> float:
    """The greater share of sentences that stand in both."""
    both = len(set(one.sentences) & set(other.sentences))
    return both / min(len(set(one.sentences)), len(set(other.sentences)))


def _neighbours(ids: Sequence[int]) -> list[int]:
    """All into whose lists these may come: in an archive in use they have lists already."""
    found = set(ids)
    for proposal in propose(stored_subjects(ids)):
        found |= {pk for pk, _ in lists._neighbours(proposal)}
    return sorted(found)


def _recompute(ids: Sequence[int]) -> None:
    tasks.ask(ids, tasks.Kind.RELATE)
    timed("\nlists worked out anew", len(ids), recomputing.relate_due)


def _publish(ids: Sequence[int]) -> None:
    """Each is published once more as it is: its index, its list, its neighbours' lists."""
    user = User.objects.filter(is_superuser=True).first() or User.objects.first()
    storing, whole = [], []
    publish = lists.publish

    def watched(article, proposal):
        _, spent, _, statements = measured(partial(publish, article, proposal))
        storing.append((spent, statements))

    lists.publish = watched
    try:
        for pk in ids:
            with transaction.atomic():
                article = Article.objects.get(pk=pk)
                whole.append(measured(partial(_go_live, article, user))[1])
                transaction.set_rollback(True)
    finally:
        lists.publish = publish
    print(
        f"  own and neighbours' lists    {quantiles(spent for spent, _ in storing)}, {max(n for _, n in storing)} statements at most"
    )
    print(f"  all of going live            {quantiles(whole)}")
    print(f"  {RelatedArticle.objects.count():,} rows of lists are stored")


def _go_live(article: Article, user: User) -> None:
    workflow.publishing.go_live(article, article.live_revision)


if __name__ == "__main__":
    main()
