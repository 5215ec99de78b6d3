"""Every view of the site with an address that leads to it, and which tables a request writes to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver, reverse

from articles import revisions, uploading, workflow
from articles.models import (
    Article,
    Column,
    CopyrightNotice,
    ImportedItem,
    ImportRun,
    LintRule,
    OldAddress,
    Push,
    Tag,
    WorkingCopy,
)
from articles.reviewing import comments, invitations
from firm.models import AuditRecord, Backup, Firm, Mail, User
from statutes.models import Provision, Statute

KEY = "0" * 32  # of the author's working copy
OF_THE_LAW = ("statute", "statute_changes", "statute_citing", "provision", "provision_citing")
WRITES_OF_ANY_REQUEST = {"django_session", "axes_accesslog", "axes_accessattempt", "axes_accessfailurelog"}


@dataclass(frozen=True)
class View:
    """A named address of the URLconf, with the names of what must be filled in."""

    name: str  # with its namespace
    parameters: frozenset[str]

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:")


def views() -> list[View]:
    """All of them; what has no name is Django's: two redirects and the admin's 404."""
    return list(_walk(get_resolver().url_patterns, frozenset(), ""))


def _walk(patterns, parameters: frozenset[str], space: str) -> Iterator[View]:
    for one in patterns:
        known = parameters | set(one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            if one.name:
                yield View(space + one.name, known)
        else:
            yield from _walk(one.url_patterns, known, f"{one.namespace}:" if one.namespace else space)


@dataclass
class House:
    """A newsroom in which there is one of everything: the rows to which addresses lead."""

    article: Article  # the author's, live, with a newer draft
    waiting: Article  # the author's, in review
    ids: dict[str, object]
    posted: dict[
        str, object
    ]  # what the forms of all views would send, so that none refuses for what is missing

    def address(self, view: View) -> str:
        """Where the view is found for the rows of this house."""
        return reverse(view.name, kwargs={name: self._value(view, name) for name in view.parameters})

    def _value(self, view: View, name: str) -> object:
        own = f"{view.name.removeprefix('admin:')}.{name}"
        return self.ids.get(own) or self.ids.get(name) or self._row(view.name)

    def _row(self, name: str) -> int:
        """The row of the model that an address of Django's admin is named for."""
        model = "_".join(name.removeprefix("admin:").split("_")[:2])
        return self.ids[model]


def furnish(people: dict[str, User], column: Column, write, publish, rewrite, picture) -> House:
    """One of everything; column names its reviewer."""
    author, reviewer = people["author"], people["reviewer"]
    article = publish("线上的文章", tags=["网贷"])
    waiting = workflow.perform("submit", write("待审的文章"), by=author, reason="测试")
    draft = rewrite(article, title="改了的标题")
    comment = comments.add(draft, quote="", text="这里要改", by=author)
    invitation, token = invitations.invite(
        article, revision=draft.pk, name="王某", days=3, may_answer=True, by=author
    )
    image = uploading.store(picture, alt="一张图", is_generated=False, by=author)
    run = ImportRun.objects.create(source="旧站", format="zblog", fingerprint="0" * 64)
    item = ImportedItem.objects.create(run=run, position=1, article=article, title="旧", outcome="changed")
    old = OldAddress.objects.create(old="/old/1.html", article=article)
    mail = Mail.objects.create(to=author, subject="信", text="正文", next_try_at=article.published_at)
    push = Push.objects.create(
        engine="baidu", path="/hf/1.html", reason="gone", next_try_at=article.published_at
    )
    times = {"started_at": article.published_at, "ended_at": article.published_at}
    backup = Backup.objects.create(label="x", kind="full", timeline=1, bytes=1, kept_bytes=1, **times)
    WorkingCopy.objects.create(user=author, key=KEY, article=article, data={"title": ["没有保存的"]})
    rows = [backup, column, image, run, item, old, mail, push, reviewer, author.lawyer, Firm.load(), article]
    rows += [Tag.objects.first(), CopyrightNotice.objects.first(), LintRule.objects.first()]
    rows += [AuditRecord.objects.first(), reviewer.groups.first()]
    rows += [Statute.objects.first(), Provision.objects.get(number=1034)]
    ids: dict[str, object] = {row._meta.label_lower.replace(".", "_"): row.pk for row in rows}
    ids |= _words(article, waiting, comment, invitation, token)
    return House(article, waiting, ids, _posted(article, waiting, draft, column))


def _words(article, waiting, comment, invitation, token) -> dict[str, object]:
    tag = Tag.objects.first()
    return {
        "pk": article.pk,
        "number": 1,
        "name": "submit",
        "act": "resolve",
        "comment_pk": comment.pk,
        "invitation": invitation.pk,
        "token": token,
        "slug": "debt",
        "tag.pk": tag.pk,
        "tag.slug": tag.slug,
        "tag_feed.pk": tag.pk,
        "tag_feed.slug": tag.slug,
        "lawyer.pk": article.author_id,
        "firm_user_second_factor.pk": article.author.user_id,
        "articles_article_move.pk": waiting.pk,
        "articles_article_move.name": "publish",
        "articles_article_comment.pk": waiting.pk,
        "articles_article_bulk.name": "submit",
        "articles_article_discard.key": KEY,
        "auth_user_password_change.id": article.author.user_id,
        "indexnow_key.key": "a" * 32,
        "key": "1034",
        "form": "atom",
        "section": "articles",
        "sitemap.number": 1,
        "path": "images/none.webp",
        "app_label": "articles",
        "view_on_site.content_type_id": ContentType.objects.get_for_model(Article).pk,
        "view_on_site.object_id": article.pk,
    } | {f"{name}.slug": "民法典" for name in OF_THE_LAW}


def _posted(article, waiting, draft, column) -> dict[str, object]:
    content = {
        "title": "别人改的",
        "body": "<p>别人改的正文。</p>",
        "column": column.pk,
        "author": article.author_id,
    }
    words = {
        "reason": "理由",
        "text": "意见",
        "answer": "有依据",
        "rule": "x",
        "html": "<p>x</p>",
        "name": "改名",
    }
    ids = {"article": article.pk, "base": draft.pk, "revision": revisions.newest(waiting).pk}
    row = f"{article.pk}:{draft.pk}"
    asked = {
        "row": row,
        "asked": "标签",
        "post": "yes",
        "invited_name": "王某",
        "days": 3,
        "may_answer": "on",
    }
    typed = {"copy_key": KEY, "key": KEY, "serial": 9, "tab": "1" * 32, "tag_names": "", "ai_use": "none"}
    merged = {"keep": waiting.pk, "merge": article.pk, "into": waiting.pk, "target": waiting.pk}
    return content | words | ids | asked | typed | merged


# What a request writes -----------------------------------------------------------------------------

COUNTS = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE schemaname = 'public'"


@contextmanager
def writing():
    """The tables to which anything was written inside, rolled back or not, by PostgreSQL's own count in this transaction."""
    written, before = set(), _counts()
    yield written
    after = _counts()
    written |= {name for name in after if after[name] != before.get(name, 0)} - WRITES_OF_ANY_REQUEST


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return dict(cursor.fetchall())


@contextmanager
def undone():
    """As writing(), and all of it is taken back."""
    with transaction.atomic():
        with writing() as written:
            yield written
        transaction.set_rollback(True)
