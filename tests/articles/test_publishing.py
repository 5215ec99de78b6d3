"""What happens when a revision goes live."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from articles import publishing, revisions, workflow
from articles.models import Article, Tag
from articles.models.content import CONTENT_FIELDS
from tests.articles.conftest import HOUR, expire

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(cases, colleague, author):
    """A value for each field of Content, none of them the default."""
    return {
        "title": "完整的标题",
        "body": "<p>依《民法典》第111条办。</p>",
        "column": cases,
        "author": colleague.lawyer,
        "summary": "摘要。",
        "keywords": "网贷，债务",
        "source_name": "最高人民法院",
        "source_url": "https://court.example/1",
        "expires_at": timezone.now() + timedelta(days=9),
        "publish_at": timezone.now() - HOUR,
        "ai_use": "assisted",
        "coauthor_ids": [author.lawyer.pk],
        "pinned_ids": [837601],
        "banned_ids": [837602],
    }


def test_go_live_copies_everything(content, publish, reprint_notice, civil_code):
    article = publish(tags=["网贷", "债务"], own_notice=reprint_notice, **content)
    article = Article.objects.get(pk=article.pk)
    revision = article.revisions.get()
    assert {n: getattr(article, n) for n in CONTENT_FIELDS} == {
        n: getattr(revision, n) for n in CONTENT_FIELDS
    }
    assert [n for n in CONTENT_FIELDS if not getattr(article, n)] == []  # none was left out above
    assert (article.live_revision, article.state) == (revision, "live")
    assert (article.kind, article.shown_notice) == ("reprint", reprint_notice)
    assert (article.excerpt, article.characters) == ("摘要。", len("依《民法典》第111条办。"))
    assert list(article.tags.names()) == ["网贷", "债务"]
    assert list(article.coauthors.values_list("pk", flat=True)) == content["coauthor_ids"]
    assert [r.text for r in article.references.all()] == ["《民法典》第111条"]
    assert article.body == "<p>依《民法典》第111条办。</p>"
    assert article.body_html.startswith('<p>依<a class="cite" href="')


@pytest.mark.parametrize(
    ("body", "characters"),
    [
        ("<p>一 二\u3000三</p>", 3),
        ("<p>一</p><p>二</p>", 2),
        ("<p>&amp;<br>x</p>", 2),
        ("<ul><li><p>字</p></li></ul>", 1),
    ],
)
def test_characters_are_counted_without_blanks_and_tags(body, characters, publish):
    assert publish(body=body).characters == characters


def test_the_first_publishing_dates_an_article(publish):
    before = timezone.now()
    article = publish()
    assert before <= article.published_at <= timezone.now()
    assert article.revised_at is None


def test_a_chosen_hour_is_its_date(publish):
    then = timezone.now() - timedelta(days=400)
    article = publish(publish_at=then)
    assert (article.published_at, article.revised_at) == (then, None)


def test_later_revisions_are_dated_as_such(publish, republish):
    first = publish().published_at
    for title in ("第二版", "第三版"):
        before = timezone.now()
        article = republish(Article.objects.get(), title=title)
        assert article.published_at == first
        assert before <= article.revised_at <= timezone.now()


def test_before_its_hour_a_new_revision_is_still_the_first(publish, republish):
    article = publish(publish_at=timezone.now() + HOUR)
    sooner = timezone.now() + HOUR / 2
    article = republish(article, title="提前", publish_at=sooner)
    assert (article.published_at, article.revised_at) == (sooner, None)


def test_coming_back_after_withdrawal_keeps_the_first_date(publish, republish, reviewer):
    article = publish()
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    back = republish(article, title="改好")
    assert back.published_at == article.published_at
    assert back.revised_at is not None


def test_an_expired_article_is_published_anew_without_its_end(publish, republish, client):
    article = expire(publish(expires_at=timezone.now() + HOUR))
    republish(article, title="续期", expires_at=None)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_references_and_tags_are_replaced(publish, republish, civil_code):
    article = publish(body="<p>《民法典》第111条、《民法典》第1034条</p>", tags=["网贷", "债务"])
    republish(article, body="<p>《民法典》第1035条</p>", tags=["债务", "征信"])
    assert [r.key for r in article.references.all()] == ["1035"]
    assert sorted(Article.objects.get().tags.names()) == ["债务", "征信"]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["债务", "征信", "网贷"]


def test_a_future_hour_stays_404_until_then(publish, client):
    article = publish(publish_at=timezone.now() + HOUR)
    assert article.state == "live"
    assert client.get(article.get_absolute_url()).status_code == 404
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert client.get(article.get_absolute_url()).status_code == 200


def everything() -> dict[str, list]:
    """Every row of every table."""
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


def test_compose_writes_nothing(publish, rewrite, civil_code, cases):
    publish("邻居", tags=["网贷"], body="<p>邻居的正文</p>")
    article = publish(tags=["网贷"])
    revision = rewrite(
        article, title="新", body="<p>《民法典》第111条</p>", tags=["新标签"], source_name="法院"
    )
    before = everything()
    composed = publishing.compose(revision)
    assert everything() == before
    assert (composed.article.title, composed.tag_names) == ("新", ("新标签",))
    assert [r.key for r in composed.cited.references] == ["111"]
    assert [s.other.title for s in composed.related] == ["邻居"]


def test_what_is_composed_is_what_goes_live(write, author, reviewer, civil_code):
    article = write(body="<p>《民法典》第111条与<strong>《民法典》</strong>第1035条</p>", tags=["网贷"])
    composed = publishing.compose(revisions.newest(article)).article
    workflow.perform("submit", article, by=author)
    live = workflow.perform("publish", article, by=reviewer)
    names = (
        "title",
        "body",
        "body_html",
        "excerpt",
        "characters",
        "kind",
        "shown_notice_id",
        "live_revision_id",
    )
    assert {n: getattr(live, n) for n in names} == {n: getattr(composed, n) for n in names}


def test_where_publishing_fails_all_stays_as_it_was(write, author, reviewer, monkeypatch):
    article = write()
    workflow.perform("submit", article, by=author)
    before = everything()
    monkeypatch.setattr(publishing.lists, "publish", lambda article, proposal: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.perform("publish", article, by=reviewer)
    assert everything() == before
