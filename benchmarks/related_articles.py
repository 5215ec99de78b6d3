"""`make bench-related`: how well and how fast related articles are chosen, beside the newest with a shared tag.

With ARTICLES=100000 for another size than 10,000; BENCH_KEEP=1 leaves the archive for the next run.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from articles.models import Article, RelatedArticle, TaggedArticle
from articles.related.choosing import SHOWN, propose
from articles.related.subjects import stored_subjects
from benchmarks import publishing
from benchmarks.filled import FIRST, archive
from benchmarks.timing import measured, quantiles, timed
from hefei_site.generating.archive import Archive, Text

SIZE = int(next((arg for arg in sys.argv[1:] if arg.isdecimal()), 10_000))
PROBES, PUBLISHED = 300, 40


def main() -> None:
    with archive(SIZE):
        random, texts = Random(7), Archive()  # noqa: S311
        live = list(Article.objects.published().filter(pk__gte=FIRST).values_list("pk", flat=True))
        probes = random.sample(live, min(PROBES, len(live)))
        print(
            f"\nof {len(probes)} articles among {SIZE:,}: the lists' share of the same topic, of near-copies, how full"
        )
        some = (
            probes if SIZE <= 100_000 else probes[:8]
        )  # of a tag that a tenth of the archive bears it takes seconds
        engines = (("ours", ours, probes), ("newest with a shared tag", by_tag, some))
        for name, engine, asked in engines:
            _quality(name, engine, asked, texts)
        print("\nmilliseconds: p50, p95, most")
        for name, engine, asked in engines:
            runs = [measured(partial(engine, pk)) for pk in asked]
            print(
                f"  {name:28} {quantiles(run[2] for run in runs)} in statements |{quantiles(run[1] for run in runs)} in all"
            )
        published = random.sample(live, PUBLISHED)
        near = publishing.neighbours(published)
        timed("\nlists worked out anew", len(near), lambda: publishing.recompute(near))
        storing, live = publishing.go_live(published)
        _say("own and neighbours' lists", storing, "p95 40")
        _say("all of going live", live)
        _say("a reviewer's publishing", publishing.publish_new(PUBLISHED), "p95 200")
        print(f"  {RelatedArticle.objects.count():,} rows of lists are stored")


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
        found = [texts.article(other - FIRST) for other in engine(pk) if other >= FIRST]
        of = texts.article(pk - FIRST)
        seen = [of]
        for text in found:
            same += text.topic == of.topic
            copies += any(_shared(text, other) > 0.5 for other in seen)
            seen.append(text)
        shown += len(found)
    most = sum(min(SHOWN, sizes[texts.article(pk - FIRST).topic] - 1) for pk in probes)
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


def _say(what: str, runs: Sequence[publishing.Run], target: str = "") -> None:
    wanted = f" (wanted at 838,000: {target})" if target else ""
    print(
        f"  {what:28} {quantiles(ms for ms, _ in runs)}, {max(n for _, n in runs)} statements at most{wanted}"
    )


if __name__ == "__main__":
    main()
