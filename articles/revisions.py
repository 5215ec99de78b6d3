"""What lawyers write, kept revision by revision."""

from django.db import transaction

from articles import pictures
from articles.copies import keeping
from articles.html import sanitise
from articles.models import Article, Revision
from articles.models.content import CONTENT_FIELDS
from firm import audit
from firm.models import Lawyer, User


class InReview(Exception):
    """The article waits for review or for its hour and cannot be written to until it is returned or taken back."""


class EditedMeanwhile(Exception):
    """Somebody saved the article after this text was opened; .newest is what they saved."""

    def __init__(self, newest: Revision):
        super().__init__(newest.pk)
        self.newest = newest


def newest(article: Article) -> Revision | None:
    """The revision that an editor opens: the one last written, with all that is said of it beside its text."""
    return article.revisions.select_related("written_by", "column__notice", "own_notice", "author").first()


def is_locked(article: Article) -> bool:
    """Whether the newest revision waits for review or for its hour, so that nobody writes."""
    return article.revisions.values_list("state", flat=True).first() in Revision.LOCKED


def numbered(article: Article, number: str) -> Revision | None:
    """The revision with that number, as it stands in an address; None where there is none."""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    whole = article.revisions.select_related("written_by", "column__notice", "own_notice", "author")
    return whole.filter(number=int(number)).first()


@transaction.atomic
def start(content: dict, tag_names: list[str], *, by: User, pk: int | None = None) -> Revision:
    """A new article with its first draft; pk keeps an old address. content maps the fields of Content to values."""
    shell = {name: content[name] for name in ("title", "column", "author")}
    article = Article.objects.create(pk=pk, **shell)
    return record(article, content, tag_names, by=by, base=None)


@transaction.atomic
def record(
    article: Article, content: dict, tag_names: list[str], *, by: User, base: int | None, note: str = ""
) -> Revision:
    """Save a text as the article's newest revision, a draft; the one before it becomes 旧版本.

    note says where the text comes from, if somebody did not write it just now. base is the id of the revision from which it was written. What is equal to the newest open draft is not
    saved twice. Raises EditedMeanwhile where base is not the newest, InReview while it waits for review.
    """
    locked, last = lock_for_writing(article, base)
    draft = _draft(locked, last, content, tag_names, by)
    if last is not None and same_content(last, draft) and not _is_past(locked, last):
        return last
    _make_room(last)
    draft.note = note
    draft.save()
    keeping.keep_draft(draft)
    pictures.record_uses(draft)
    _show_in_lists(locked, draft)
    audit.record(note or "保存草稿", by=by, target=locked)
    return draft


def restore(old: Revision, *, by: User, base: int | None) -> Revision:
    """The text of an earlier revision once more as the newest draft; what was newest until now stays among the others.

    Raises what record() raises, and ValidationError where the old text is not taken any more.
    """
    content = content_of(old)
    for name, rows in (("coauthor_ids", Lawyer), ("pinned_ids", Article), ("banned_ids", Article)):
        there = set(rows.objects.filter(pk__in=content[name]).values_list("pk", flat=True))
        content[name] = [pk for pk in content[name] if pk in there]
    return record(old.article, content, old.tag_names, by=by, base=base, note=f"恢复第 {old.number} 版")


def lost_since(old: Revision) -> list[str]:
    """What an earlier revision names and the firm no longer has, in Chinese sentences for whoever restores it."""
    lost = []
    if not old.author.is_on_staff:
        lost.append(f"作者{old.author.name}已经不在所，请改选作者。")
    gone = len(
        set(old.coauthor_ids)
        - set(Lawyer.objects.filter(pk__in=old.coauthor_ids).values_list("pk", flat=True))
    )
    if gone:
        lost.append(f"有 {gone} 位合著律师已经不在名录里，没有恢复。")
    linked = {*old.pinned_ids, *old.banned_ids}
    gone = len(linked - set(Article.objects.filter(pk__in=linked).values_list("pk", flat=True)))
    if gone:
        lost.append(f"指定的相关文章有 {gone} 篇已经没有了，没有恢复。")
    return lost


def copy(revision: Revision, *, body: str | None = None, written_by: User | None = None) -> Revision:
    """The same content once more as the article's newest draft, or with another body by somebody else.

    The caller holds the article's lock.
    """
    content = content_of(revision) if body is None else content_of(revision) | {"body": body}
    article = revision.article
    draft = _draft(
        article, article.revisions.first(), content, revision.tag_names, written_by or revision.written_by
    )
    draft.save()
    keeping.keep_draft(draft)
    pictures.record_uses(draft)
    return draft


def content_of(revision: Revision) -> dict:
    """The values of Content's fields as record() takes them."""
    return {name: getattr(revision, name) for name in CONTENT_FIELDS}


def lock_for_writing(article: Article, base: int | None) -> tuple[Article, Revision | None]:
    """The article with its row locked, and its newest revision; the caller holds the transaction.

    Raises EditedMeanwhile where base is not the id of the newest, InReview while it waits for review.
    """
    locked = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    last = locked.revisions.first()
    if last is not None and last.pk != base:
        raise EditedMeanwhile(last)
    if last is not None and last.state in Revision.LOCKED:
        raise InReview
    return locked, last


def _is_past(article: Article, last: Revision) -> bool:
    """Whether the revision has had its time: what was withdrawn comes back as a new draft, also unchanged."""
    return last.state not in Revision.OPEN and article.state != Article.State.LIVE


def same_content(one: Revision, two: Revision) -> bool:
    """Whether two revisions say the same."""
    return one.tag_names == two.tag_names and all(getattr(one, n) == getattr(two, n) for n in CONTENT_FIELDS)


def _draft(
    article: Article, last: Revision | None, content: dict, tag_names: list[str], by: User
) -> Revision:
    body = sanitise(content.get("body", ""))
    return Revision(
        article=article,
        number=last.number + 1 if last else 1,
        tag_names=tag_names,
        written_by=by,
        **content | {"body": body},
    )


def _make_room(last: Revision | None) -> None:
    """Only one revision is open at a time."""
    if last is not None and last.state in Revision.OPEN:
        Revision.objects.filter(pk=last.pk).update(state=Revision.State.SUPERSEDED)


def _show_in_lists(article: Article, draft: Revision) -> None:
    """Until an article has been live, the admin's lists know it by its draft."""
    if article.state == Article.State.NEVER_LIVE:
        Article.objects.filter(pk=article.pk).update(
            title=draft.title, column=draft.column_id, author=draft.author_id
        )
