"""What the clock alone changes on a page ends its time."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from articles import page
from articles.models import Article, StatuteReference, StoredPage
from articles.rendering import keeping, reading
from articles.rendering.lifetime import NEVER, coming_for, holds_until

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = timezone.now() + 5 * HOUR
DAY = date(2030, 1, 2)
MIDNIGHT = timezone.make_aware(datetime(2030, 1, 2))


def end(article) -> datetime:
    article = Article.objects.for_page().get(pk=article.pk)
    return holds_until(page.of_live(article), coming_for([article]))


@pytest.fixture
def article(publish, civil_code):
    """The newest of two of one tag."""
    publish("旧的一篇", tags=["催收"], publish_at=timezone.now() - HOUR, body="<p>旧的</p>")
    return publish("催收怎么办", tags=["催收"], body="<p>依《民法典》第1034条。</p>")


def other() -> Article:
    return Article.objects.get(title="旧的一篇")


def licence(article, day):
    article.author.licence_expires_on = day
    article.author.save()


def scheduled(article, publish):
    publish("将来的一篇", publish_at=LATER)


ENDS = {
    "nothing": (lambda article, publish: None, NEVER),
    "its own expiry": (
        lambda article, _: Article.objects.filter(pk=article.pk).update(expires_at=LATER),
        LATER,
    ),
    "a verdict's day": (lambda article, _: StatuteReference.objects.update(holds_until=DAY), MIDNIGHT),
    "a verdict's day that has passed": (
        lambda article, _: StatuteReference.objects.update(holds_until=date(2026, 1, 1)),
        NEVER,
    ),
    "the last day of a licence": (lambda article, _: licence(article, DAY - timedelta(days=1)), MIDNIGHT),
    "a licence that has ended": (lambda article, _: licence(article, date(2026, 1, 1)), NEVER),
    "the expiry of the one before": (
        lambda article, _: Article.objects.filter(pk=other().pk).update(expires_at=LATER),
        LATER,
    ),
    "one that will come after it": (scheduled, LATER),
}


@pytest.mark.parametrize(("happens", "expected"), ENDS.values(), ids=ENDS)
def test_a_page_ends(happens, expected, article, publish):
    happens(article, publish)
    assert end(article) == expected


def test_a_page_that_has_ended_is_not_shown_and_is_due(article, client):
    keeping.keep_due(5)
    StoredPage.objects.filter(pk=article.pk).update(holds_until=timezone.now() - HOUR)
    assert (reading.read(article.pk), keeping.due(5)) == (None, [article.pk])


def test_the_page_of_one_that_is_yet_to_come_waits(publish):
    coming = publish("将来的一篇", publish_at=LATER)
    keeping.keep_due(5)
    keeping.keep_together([coming.pk])
    assert (reading.read(coming.pk), keeping.due(5)) == (None, [])
    Article.objects.filter(pk=coming.pk).update(published_at=timezone.now() - HOUR)
    assert keeping.due(5) == [coming.pk]
