"""What the database knows of an article: who may read it, its neighbours, its rules."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import Article, RelatedArticle, Revision

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "published", "expires", "is_published", "is_gone"),
    [
        ("live", -1, None, True, False),
        ("live", 0, None, True, False),  # its very second
        ("live", -2, +1, True, False),
        ("live", +1, None, False, False),  # its hour has not come
        ("live", +1, +2, False, False),
        ("live", -2, -1, False, True),  # expired
        ("live", -2, 0, False, True),  # expires this very second
        ("withdrawn", -1, None, False, True),
        ("withdrawn", -2, +1, False, True),
        ("withdrawn", -2, -1, False, True),
        ("withdrawn", +1, None, False, False),  # taken back before anybody could read it
        ("never_live", None, None, False, False),
        ("never_live", -1, None, False, False),
    ],
)
def test_published_and_gone(state, published, expires, is_published, is_gone, publish):
    """By the database's clock, which stands still within a transaction."""
    article = publish()

    def at(hours):
        return None if hours is None else Now() + timedelta(hours=hours)

    Article.objects.filter(pk=article.pk).update(
        state=state, published_at=at(published), expires_at=at(expires)
    )
    assert Article.objects.published().exists() == is_published
    assert Article.objects.gone().exists() == is_gone


def test_the_clock_is_the_databases(publish, monkeypatch):
    """A web server whose clock runs ahead shows nothing early."""
    article = publish(publish_at=timezone.now() + timedelta(minutes=5))
    monkeypatch.setattr(timezone, "now", lambda: article.published_at + timedelta(days=1))
    assert not Article.objects.published().exists()


@pytest.fixture
def row(publish):
    """Five articles, the three in the middle of one second, by title."""
    articles = [publish(title, body=f"<p>{title}</p>") for title in "甲乙丙丁戊"]
    start = timezone.now() - timedelta(days=1)
    for article, seconds in zip(articles, [0, 1, 1, 1, 2], strict=True):
        Article.objects.filter(pk=article.pk).update(published_at=start + seconds * SECOND)
        article.refresh_from_db()
    return articles


def test_before_and_after(row):
    found = Article.objects.neighbours(row)
    titles = [tuple(one and one.title for one in found[article.pk]) for article in row]
    assert titles == [(None, "乙"), ("甲", "丙"), ("乙", "丁"), ("丙", "戊"), ("丁", None)]
    assert [a.title for a in Article.objects.newest_first()] == ["戊", "丁", "丙", "乙", "甲"]


def test_neighbours_are_published_ones_of_the_column(row, publish, cases, hidden):
    first, _, _, _, last = row
    hidden()
    publish("别的栏目", column=cases, source_name="法院")
    Article.objects.exclude(pk__in=[first.pk, last.pk]).filter(title__in="乙丙丁").update(state="withdrawn")
    assert Article.objects.neighbours([first, last]) == {first.pk: (None, last), last.pk: (first, None)}


def test_what_was_never_published_has_no_neighbours(row, write):
    draft = write()
    assert Article.objects.neighbours([draft]) == {draft.pk: (None, None)}


def refused(rule: str):
    return pytest.raises(IntegrityError, match=rule)


def test_a_reprint_without_its_source_is_refused_by_the_database(publish, column, author, reprint_notice):
    article = publish()
    with refused("reprint_names_its_source"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(kind="reprint", shown_notice=reprint_notice)
    row = Article(title="转载", column=column, author=author.lawyer, kind="reprint", source_name="")
    with refused("reprint_names_its_source"), transaction.atomic():
        Article.objects.bulk_create([row])
    row.source_name = "法院"
    Article.objects.bulk_create([row])


def test_an_article_is_of_its_notices_kind(publish):
    article = publish(source_name="法院")
    with refused("article_kind_is_its_notices"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(kind="reprint")


@pytest.mark.parametrize("missing", ["published_at", "live_revision", "shown_notice"])
def test_a_live_article_is_whole(missing, publish):
    article = publish()
    with refused("live_article_is_whole"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**{missing: None})


def test_one_live_and_one_open_revision(publish, rewrite):
    article = publish()
    rewrite(article, title="改过")
    rewrite(article, title="又改过")
    assert list(article.revisions.values_list("number", "state")) == [
        (3, "draft"),
        (2, "superseded"),
        (1, "live"),
    ]
    with refused("one_live_revision"), transaction.atomic():
        Revision.objects.filter(article=article).update(state="live")
    with refused("one_open_revision"), transaction.atomic():
        Revision.objects.filter(article=article, number=2).update(state="returned")
    with refused("revision_number_unique"), transaction.atomic():
        Revision.objects.filter(article=article, number=2).update(number=3)


def test_no_article_is_related_to_itself(publish):
    article = publish()
    with refused("not_related_to_itself"), transaction.atomic():
        RelatedArticle.objects.create(article=article, other=article, reason="")


@pytest.mark.parametrize(
    ("characters", "minutes"),
    [(0, 1), (1, 1), (400, 1), (599, 1), (1000, 2), (1001, 3), (4000, 10)],
)
def test_reading_minutes(characters, minutes):
    assert Article(characters=characters).reading_minutes == minutes


@pytest.mark.parametrize(
    ("state", "published", "expires", "told"),
    [
        ("live", -1, None, "已发布"),
        ("live", +1, None, "已排期"),
        ("live", -2, -1, "已过期"),
        ("withdrawn", -1, None, "已撤下"),
        ("never_live", None, None, "未发布"),
    ],
)
def test_staff_are_told_what_the_public_has(state, published, expires, told):
    now = timezone.now()
    hours = [None if n is None else now + timedelta(hours=n) for n in (published, expires)]
    article = Article(state=state, published_at=hours[0], expires_at=hours[1])
    assert (article.public_state, article.is_public) == (told, told == "已发布")
