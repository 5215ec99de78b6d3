"""No public address shows what the public may not read: everything that a stranger can come to is visited."""

from collections import deque
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.db import connection
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone

from articles import workflow
from articles.archive import working_out
from articles.models import (
    Article,
    ImportedItem,
    ImportRun,
    OldAddress,
    ReviewComment,
    Revision,
    Tag,
    TaggedArticle,
    WorkingCopy,
)
from articles.models.article import ArticleQuerySet
from articles.related import recomputing
from articles.rendering import keeping
from articles.searching import frequencies
from firm.models import Lawyer
from hefei_site.generating import rows
from hefei_site.generating.fates import MARKER
from statutes.searching import index as law_index
from tests.hefei_site.crawler import Crawl

pytestmark = pytest.mark.django_db
MANY = 22  # enough for each fate
HOUR = timedelta(hours=1)
LAW = "<p>依《民法典》第1034条，可以要求删除。</p>"
WORDS = (MARKER, "公开标记草稿", "民法典1034", "将撤下词")  # the second finds the first without naming it
ENTRANCES = (
    "/",
    "/robots.txt",
    "/healthz",
    f"/preview/{'x' * 43}/",
    "/preview/1/",
    "/hf/99999.html",
    "/no/",
    "/laws/民法典/1034/citing/",  # linked from where there is more
    "/laws/民法典/citing/",
)
WITHDRAWN, EXPIRED, COMING, DRAFT, SCHEDULED, MERGED_INTO = 8, 3, 9, 11, 17, 2
# Without a token, a key, a file, an address; what nginx passes on to nobody (test_nginx.py).
NOT_FOR_STRANGERS = {"preview", "indexnow_key", "media", "security_txt", "readyz", "metrics"}
WILL_GO, WILL_END, WILL_COME = "将撤下词", "将到期词", "将发布词"


@pytest.fixture
def archive(settings, monkeypatch, civil_code, amend, write, author, reviewer):
    """Articles of every fate and two versions of a law, with all that is worked out at publishing or by run_due."""
    monkeypatch.setattr("hefei_site.generating.people.LAWYERS", 6)
    monkeypatch.setattr("articles.listing.PER_PAGE", 5)
    house = rows.generate(rows.Plan(MANY))
    amend(civil_code, {"111": "自然人的个人信息受法律保护，任何人不得侵害。"})
    for kind in ("待审", "退回"):
        article = write(f"{MARKER}{kind}：催收", body=f"<p>{MARKER}{kind}。</p>", tags=[f"{MARKER}标签"])
        workflow.perform("submit", article, by=author, reason="测试")
    workflow.perform("return", article, by=reviewer, reason=f"{MARKER}理由")
    _write_more()
    _beside(house)
    working_out.work_out_all(lambda done, total: None)
    frequencies.count()
    recomputing.relate_due()
    law_index.refresh()
    return house


def _write_more() -> None:
    """All hidden ones and some others cite one provision; three bear the words by which their change is seen."""
    soon = timezone.now() + HOUR / 2
    marks = {WITHDRAWN: WILL_GO, EXPIRED: WILL_END, COMING: WILL_COME}
    for article in Article.objects.all():
        mark = marks.get(article.pk, "")
        article.title = f"{mark}{article.title}"[:120]
        article.body += f"<p>{mark}</p>" + (
            LAW if mark or MARKER in article.title or article.pk % 5 == 0 else ""
        )
        article.expires_at = soon if mark == WILL_END else article.expires_at
        article.published_at = soon if mark == WILL_COME else article.published_at
        article.save()


def _beside(house) -> None:
    """What stands around articles: typed words, comments, an import; a tag and a lawyer that only hidden ones name."""
    draft, withdrawn, public = (Article.objects.get(pk=pk) for pk in (DRAFT, 1, MERGED_INTO))
    WorkingCopy.objects.create(user=house.reviewer, key="0" * 32, article=public, data={"title": [MARKER]})
    run = ImportRun.objects.create(source=MARKER, format="wordpress", fingerprint="0" * 64)
    for number, article in enumerate((draft, withdrawn, public)):
        revision = Revision.objects.filter(article=article).first()
        ReviewComment.objects.create(article=article, revision=revision, text=MARKER, by=house.reviewer)
        item = {"title": MARKER, "original": MARKER, "outcome": "changed"}
        ImportedItem.objects.create(run=run, position=number, article=article, **item)
        OldAddress.objects.create(old=f"/old/{number}.html", article=article)
    tag = Tag.objects.create(name=f"{MARKER}标签")
    former = Lawyer.objects.create(name=f"{MARKER}某", licence_number="1" * 17, is_on_staff=False)
    merged = Article.objects.create(
        title=f"{MARKER}并入",
        column=public.column,
        author=former,
        state=Article.State.WITHDRAWN,
        merged_into=public,
        published_at=public.published_at,
    )
    for article in (withdrawn, merged):
        TaggedArticle.objects.create(tag=tag, content_object=article)


def crawled(crawl: Crawl | None = None) -> Crawl:
    """From where strangers begin, from every address that they can guess, and from where they have been before."""
    ids = Article.objects.values_list("pk", flat=True)
    articles = [f"/hf/{pk}.{kind}" for pk in ids for kind in ("html", "png")]
    pages = [one.get_absolute_url() for model in (Tag, Lawyer) for one in model.objects.all()]
    feeds = [f"{page}atom.xml" for page in pages if page.startswith("/tags/")]
    old = OldAddress.objects.values_list("old", flat=True)
    numbered = [f"/?{name}={pk}" for pk in (DRAFT, SCHEDULED, 1, MERGED_INTO) for name in ("id", "p")]
    crawl = crawl or Crawl(WORDS)
    return crawl.visit([*ENTRANCES, *articles, *pages, *feeds, *old, *numbered, *crawl.copies])


def hidden_words() -> set[str]:
    """The marker with what follows it in each hidden text: whoever types the marker sees it again, but not these."""
    shown = ((Article, "title"), (Revision, "title"), (Tag, "name"), (Lawyer, "name"))
    names = [name for model, field in shown for name in model.objects.values_list(field, flat=True)]
    return {name[: len(MARKER) + 2] for name in names if name.startswith(MARKER)}


def statuses(crawl: Crawl) -> dict[int, set[int]]:
    """What was answered for the articles, by id: page and QR code, which should be of one mind."""
    ids = Article.objects.values_list("pk", flat=True)
    return {pk: {crawl.answers[f"/hf/{pk}.{kind}"].status for kind in ("html", "png")} for pk in ids}


def due(article: Article) -> int:
    """The status that an article should have, worked out here from its row alone."""
    now = timezone.now()
    if article.merged_into_id:
        return 301
    if article.state == Article.State.NEVER_LIVE or article.published_at > now:
        return 404
    is_over = article.expires_at is not None and article.expires_at <= now
    return 410 if article.state == Article.State.WITHDRAWN or is_over else 200


def check(crawl: Crawl) -> None:
    """What holds for every crawl: nothing hidden is said, each article answers as it should, no link leads nowhere."""
    assert (crawl.saying(MARKER), crawl.saying(*hidden_words())) == ([], [])
    assert statuses(crawl) == {article.pk: {due(article)} for article in Article.objects.all()}
    assert {answer.status for answer in crawl.answers.values()} == {200, 301, 404, 410}
    assert crawl.dead_ends == []


def test_a_stranger_finds_nothing_hidden(archive):
    crawl = crawled()
    check(crawl)
    assert (crawl.saying(WILL_COME), len(crawl.saying(WILL_END)) > 10) == ([], True)
    shown = {name_of(address) for address, answer in crawl.answers.items() if answer.status == 200}
    assert public_pages() - shown == NOT_FOR_STRANGERS


def test_the_crawl_sees_what_no_filter_holds_back(archive, monkeypatch):
    """Else it would find nothing whatever the site shows."""
    monkeypatch.setattr(ArticleQuerySet, "published", lambda self: self.filter(published_at__isnull=False))
    column = Article.objects.get(pk=1).column.get_absolute_url()
    tag = Tag.objects.get(name=f"{MARKER}标签").get_absolute_url()
    lawyer = Lawyer.objects.get(name=f"{MARKER}某").get_absolute_url()
    lists = ["/", column, tag, lawyer, "/search/?q=公开标记草稿"]
    crawl = Crawl(WORDS).ask_all([*lists, "/atom.xml", f"{column}atom.xml", f"{tag}rss.xml"])
    assert crawl.saying(*hidden_words()) == sorted(crawl.answers)


def test_what_goes_is_gone_wherever_it_was(
    archive, settings, reviewer, monkeypatch, django_assert_num_queries
):
    """With all pages rendered and kept, for a browser that has a copy of each: first by a withdrawal, then by the clock alone.

    One after the other, for what the one makes anew would hide what the other leaves.
    """
    settings.KEPT_PAGES_MB, settings.KEPT_SECONDS = 8, 0
    keeping.keep_due(60)
    first = crawled()
    check(first)
    with django_assert_num_queries(1):  # home is kept, as all lists are, by this client's process
        assert first.client.get("/").status_code == 200
    shown = {word: first.saying(word) for word in (WILL_GO, WILL_END)}
    assert min(map(len, shown.values())) > 10
    workflow.perform("withdraw", Article.objects.get(pk=WITHDRAWN), by=reviewer, reason="有误")
    once = first.again().ask_all([*shown[WILL_GO], *shown[WILL_END]])
    keeping.keep_due(60)
    twice = once.again().ask_all(once.answers)
    assert [(one.saying(WILL_GO), one.saying(WILL_END) != []) for one in (once, twice)] == [([], True)] * 2
    an_hour_passes(monkeypatch)
    last = crawled(Crawl(WORDS, first.answers | twice.answers, first.client))
    check(last)
    assert last.saying(WILL_GO, WILL_END) == []
    assert (first.saying(WILL_COME), len(last.saying(WILL_COME)) > 10) == ([], True)


def an_hour_passes(monkeypatch) -> None:
    """As the clock has it, without a write that any trigger would see: what lies ahead is an hour nearer."""
    nearer = [
        f"UPDATE {table} SET {day} = {day} - interval '1 hour' WHERE {day} > now()" for table, day in AHEAD
    ]
    off, on = (f"ALTER TABLE articles_article {how} TRIGGER USER" for how in ("DISABLE", "ENABLE"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{AT_ONCE}; {off}; {'; '.join(nearer)}; {AT_ONCE}; {on}; SET CONSTRAINTS ALL DEFERRED"
        )
    monkeypatch.setattr("hefei_site.kept.time.time", lambda: (timezone.now() + HOUR).timestamp())


AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"  # no trigger may be waiting
AHEAD = (
    ("articles_article", "published_at"),
    ("articles_article", "expires_at"),
    ("articles_storedpage", "holds_until"),
)


def name_of(address: str) -> str:
    """The name under which urls.py knows an address."""
    return resolve(unquote(urlsplit(address).path)).url_name


def public_pages() -> set[str]:
    """The names of all addresses that are no admin's."""
    patterns = deque(get_resolver().url_patterns)
    names = set()
    while patterns:
        one = patterns.popleft()
        if isinstance(one, URLPattern):
            names.add(one.name)
        elif not str(one.pattern).startswith("admin"):
            patterns.extend(one.url_patterns)
    return names
