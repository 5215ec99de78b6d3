"""A whole article of our own export: every revision, date and name of it, as a record and as rows again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection

from articles import publishing
from articles.archive.addresses import normal
from articles.archive.json_lines import date_of
from articles.archive.making import Made, Refusal
from articles.archive.names import Names, key_of
from articles.html import sanitise
from articles.models import Article, ImportRun, Revision
from articles.models.content import CONTENT_FIELDS
from firm.models import Lawyer

DATES = ("publish_at", "expires_at")
NAMED = ("column_id", "author_id", "own_notice_id", "coauthor_ids")
PLAIN = tuple(name for name in CONTENT_FIELDS if name not in (*NAMED, *DATES))
WRITTEN = ("number", "state", "tag_names", "reason", "submit_reason", "note")
STANDING = ("published_at", "revised_at", "reread_at", "created_at")
MERGED = """
UPDATE articles_article gone SET merged_into_id = stays.id
FROM articles_importeditem item JOIN articles_article stays ON stays.id = (item.rest->>'merged_into')::bigint
WHERE item.run_id = %s AND item.article_id = gone.id AND item.rest ? 'merged_into' AND gone.state = 'withdrawn'
"""


# Rows -> record -------------------------------------------------------------------------------------------


def record(
    article: Article, revisions: Iterable[Revision], tag_names: list[str], lawyers: Mapping[int, Lawyer]
) -> dict:
    """An article and all its revisions as an object for JSON; lawyers are all, by their ids."""
    live = article.live_revision_id
    revisions = list(revisions)
    return {
        "kind": "article",
        "number": article.pk,
        "title": article.title,
        "column": article.column.slug,
        "author": key_of(lawyers[article.author_id]),
        "state": article.state,
        **{name: _iso(getattr(article, name)) for name in STANDING},
        "live_revision": next((revision.number for revision in revisions if revision.pk == live), None),
        "shown_notice": article.shown_notice.name if article.shown_notice else None,
        "law_confirmed_on": _iso(article.law_confirmed_on),
        "law_confirmed_by": _lawyer_key(article.law_confirmed_by_id, lawyers),
        "merged_into": article.merged_into_id,
        "tags": tag_names,
        "coauthors": [key_of(lawyers[one.pk]) for one in article.coauthors.all()],
        "revisions": [_revision_record(revision, lawyers) for revision in revisions],
    }


def _revision_record(revision: Revision, lawyers: Mapping[int, Lawyer]) -> dict:
    coauthors = [key_of(lawyers[pk]) for pk in revision.coauthor_ids if pk in lawyers]
    return {
        **{name: getattr(revision, name) for name in (*WRITTEN, *PLAIN)},
        **{name: _iso(getattr(revision, name)) for name in (*DATES, "written_at", "submitted_at")},
        "written_by": revision.written_by.username,
        "column": revision.column.slug,
        "author": key_of(lawyers[revision.author_id]),
        "own_notice": revision.own_notice.name if revision.own_notice else None,
        "coauthors": coauthors,
    }


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _lawyer_key(pk: int | None, lawyers: Mapping[int, Lawyer]) -> str | None:
    return key_of(lawyers[pk]) if pk in lawyers else None


# Record -> rows -------------------------------------------------------------------------------------------


def made(told: Mapping, names: Names, number: int) -> Made:
    """The rows of such a record. Raises Refusal."""
    try:
        return _made(told, names, number)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(f"记录不完整或读不懂：{error}") from error
    except ValidationError as error:
        raise Refusal("".join(error.messages)) from error


def _made(told: Mapping, names: Names, number: int) -> Made:
    revisions = [_revision(one, names, number) for one in told["revisions"]]
    live = next((one for one in revisions if one.number == told["live_revision"]), None)
    content = {name: getattr(live, name) for name in CONTENT_FIELDS} if live else {}
    content |= {} if live else {"title": told["title"], **_places(told, names)}
    article = Article(pk=number, state=Article.State(told["state"]), **content)
    for name in STANDING:
        setattr(article, name, date_of(told[name]))
    _show(article, told, names)
    _refuse_broken(article, live)
    coauthors = [names.lawyers[key].pk for key in told["coauthors"]]
    addresses = [key for old in told.get("addresses", ()) if (key := normal(old))]
    return Made(article, revisions, list(told["tags"]), addresses, coauthors=coauthors, live=live)


def _revision(told: Mapping, names: Names, number: int) -> Revision:
    revision = Revision(
        article_id=number,
        **{name: told[name] for name in (*WRITTEN, *PLAIN)},
        **{name: date_of(told[name]) for name in (*DATES, "written_at", "submitted_at")},
        **_places(told, names),
        own_notice_id=names.notices[told["own_notice"]].pk if told["own_notice"] else None,
        coauthor_ids=[names.lawyers[key].pk for key in told["coauthors"]],
        written_by_id=names.accounts[told["written_by"]].pk,
    )
    revision.body = sanitise(revision.body)
    Revision.State(revision.state)
    return revision


def _places(told: Mapping, names: Names) -> dict:
    return {"column_id": names.columns[told["column"]].pk, "author_id": names.lawyers[told["author"]].pk}


def _show(article: Article, told: Mapping, names: Names) -> None:
    """What a page shows of it, as far as the record says; the rest is worked out later."""
    if told["shown_notice"]:
        notice = names.notices[told["shown_notice"]]
        article.shown_notice_id, article.kind = notice.pk, notice.kind
    if article.published_at:
        article.body_html = article.body
        publishing.measure(article)
    article.law_confirmed_on = (
        date.fromisoformat(told["law_confirmed_on"]) if told["law_confirmed_on"] else None
    )
    by = told["law_confirmed_by"]
    article.law_confirmed_by_id = names.lawyers[by].pk if by else None


def _refuse_broken(article: Article, live: Revision | None) -> None:
    """What the database would refuse with the whole batch."""
    if article.state == Article.State.LIVE and not (
        live and article.published_at and article.shown_notice_id
    ):
        raise Refusal("已发布的文章没有线上版本、发布时间或版权声明")
    if article.kind == "reprint" and not article.source_name:
        raise Refusal("公开转载的文章没有写来源")
    if len(article.title) > 120:
        raise Refusal("标题超过 120 字")


def tie_merged(run: ImportRun) -> None:
    """Let each merged article of a run lead to the one that it went into."""
    with connection.cursor() as cursor:
        cursor.execute(MERGED, [run.pk])
