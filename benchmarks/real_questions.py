"""Real questions of people for `make bench-search`: each is answered by an article that quotes a provision, among an archive."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from articles import publishing
from articles.archive.copy_in import copy_in, reserved
from articles.models import Article, Revision
from articles.searching import index
from hefei_site.generating.archive import Archive
from statutes.language.numerals import to_int

SHARED = Path(__file__).parent.parent.parent / "shared"
QUESTIONS = SHARED / "evaluation" / "statute_search_dev.jsonl"
TEXTS = SHARED / "laws" / "texts"
FIRST_ANSWER = 9_000_000  # the numbers of the articles that answer
ARTICLE = re.compile(
    r"^第([零〇一二三四五六七八九十百千]+)条[\s\u3000](.+(?:\n(?!第[零〇一二三四五六七八九十百千]+条).+)*)",
    re.M,
)
Asked = tuple[str, Callable[[list[int]], list[bool]]]  # a question, and which of the found are right


def asked(size: int, many: int, random: Random) -> list[Asked]:
    """So many questions, whose answers are written into the archive under titles that say nothing; empty without ../shared.

    The caller holds a transaction, and rolls it back.
    """
    if not QUESTIONS.exists():
        return []
    rows = [json.loads(line) for line in QUESTIONS.open(encoding="utf-8")]
    laws, answers, found = _laws(), {}, []
    for row in random.sample(rows, len(rows)):
        golds = [(gold["law"], gold["article"]) for gold in row["gold"]]
        if all(gold in laws for gold in golds) and len(found) < many:
            pks = {answers.setdefault(gold, FIRST_ANSWER + len(answers)) for gold in golds}
            found.append((row["query"], lambda ids, pks=pks: [pk in pks for pk in ids]))
    _write({pk: laws[gold] for gold, pk in answers.items()}, size, random)
    return found


def _laws() -> dict[tuple[str, str], str]:
    found = {}
    for path in sorted(TEXTS.rglob("*.md")):
        text = path.read_text("utf-8")
        title = text.split("\n", 1)[0].lstrip("# ").strip()
        for number, words_ in ARTICLE.findall(text.replace("\n\n", "\n")):
            found[title, str(to_int(number))] = words_
    return found


def _write(texts: dict[int, str], size: int, random: Random) -> None:
    """An article for each text, with sentences of the archive around it."""
    like = Article.objects.published().select_related("live_revision").order_by("pk").first()
    fill, articles, revisions = Archive(), [], []
    for (pk, text), revision_pk in zip(texts.items(), reserved(Revision, len(texts)), strict=True):
        around = random.sample(fill.article(random.randrange(size)).sentences, 8)
        body = f"<p>{''.join(around[:4])}</p><p>{text}</p><p>{''.join(around[4:])}</p>"
        given = {"title": f"法条解读之{pk % 1000}", "body": body}
        article, revision = _copy(like, pk, **given), _copy(like.live_revision, revision_pk, **given)
        article.live_revision_id, revision.article_id = revision_pk, pk
        publishing.measure(article)
        articles.append(article)
        revisions.append(revision)
    copy_in(articles)
    copy_in(revisions)
    index.keep_many(list(texts))


def _copy(row, pk: int, **changes):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | {"id": pk} | changes)
