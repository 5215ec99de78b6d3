"""All articles as JSON Lines, each whole: what our own import reads back without a loss (docs/archive.md)."""

import json
from collections.abc import Iterator
from typing import TextIO

from django.db import connection, transaction
from django.db.models import Max, Prefetch

from articles.archive import names, whole
from articles.archive.running import Progress
from articles.models import Article, ImportedItem, OldAddress, Revision
from firm.models import Lawyer, User

BATCH = 200


def export(out: TextIO, progress: Progress) -> int:
    """Write all articles as they are at one moment, by their numbers; how many."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:  # within another's transaction it is as that one sees it
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return _export(out, progress)


def _export(out: TextIO, progress: Progress) -> int:
    many, done = Article.objects.count(), 0
    for line in [*names.lines(), *_accounts(), *_addresses()]:
        _write(line, out)
    for some in _batches():
        for line in some:
            _write(line, out)
        done += len(some)
        progress(done, done / many if many else 1)
    return done


def _write(line: dict, out: TextIO) -> None:
    out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _accounts() -> Iterator[dict]:
    """Who wrote any of it: the name alone, no rights and no password."""
    wrote = Revision.objects.order_by().values_list("written_by", flat=True).distinct()
    for user in User.objects.filter(pk__in=list(wrote)).order_by("pk"):
        yield {"kind": "account", "account": {"username": user.username, "name": user.name}}


def _addresses() -> Iterator[dict]:
    for row in OldAddress.objects.filter(article=None).iterator():
        yield {"kind": "address", "address": {"old": row.old, "to": row.to}}


def _batches() -> Iterator[list[dict]]:
    lawyers, last = {lawyer.pk: lawyer for lawyer in Lawyer.objects.all()}, 0
    rows = Article.objects.select_related("column", "shown_notice").defer("body", "body_html").order_by("pk")
    written = Revision.objects.select_related("written_by", "column", "own_notice").order_by("number")
    whole_rows = rows.prefetch_related(
        Prefetch("revisions", written), "coauthors", "tagged__tag", "old_addresses"
    )
    while some := list(whole_rows.filter(pk__gt=last)[:BATCH]):
        yield _lines(some, lawyers)
        last = some[-1].pk


def _lines(some: list[Article], lawyers: dict[int, Lawyer]) -> list[dict]:
    views = dict(
        ImportedItem.objects.filter(article__in=some).values_list("article").annotate(Max("views")).order_by()
    )
    lines = []
    for article in some:
        tags = sorted(one.tag.name for one in article.tagged.all())
        line = whole.record(article, article.revisions.all(), tags, lawyers)
        line["addresses"] = sorted(row.old for row in article.old_addresses.all())
        lines.append(line | {"views": views.get(article.pk, 0)})
    return lines
