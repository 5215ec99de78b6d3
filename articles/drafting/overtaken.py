"""A text that is saved after another was: whether that is a conflict, and what both make together."""

from django.forms import Form
from django.http import QueryDict

from articles import revisions
from articles.drafting import three_way
from articles.drafting.typed import Inputs, posted
from articles.html import BodyRefused, sanitise
from articles.models import Article, Revision
from firm.models import User

LONGEST_ID = 19  # digits


def agreed(post: QueryDict) -> int | None:
    """The revision that somebody has seen beside their text and still saves after, as the page of both texts posts it."""
    return number(post.get("over", "")) if post else None


def number(text: str) -> int | None:
    """The id that somebody posted, None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_ID else None


def saved_since(
    article: Article, content: dict, tag_names: list[str], *, by: User | None, base: int | None
) -> Revision | None:
    """The revision after base that says just this, if the same person saved it or it is the newest.

    So a form that is sent twice, because the line was slow or the button was pressed again, is no conflict.
    """
    text = Revision(article=article, tag_names=tag_names, **content | {"body": sanitise(content["body"])})
    since = list(article.revisions.select_related("written_by").filter(pk__gt=base or 0))
    for place, revision in enumerate(since):  # the newest first
        if (place == 0 or revision.written_by_id == (by and by.pk)) and revisions.same_content(
            revision, text
        ):
            return revision
    return None


def merged(base: Form, mine: Form, theirs: Form) -> Inputs | None:
    """The inputs of mine with what theirs changed since base, or None where both changed one paragraph of the body.

    base and theirs are unbound forms of revisions, mine is bound. Of any other field that both changed, mine stays.
    """
    body = _merged_body(*(str(form["body"].value() or "") for form in (base, mine, theirs)))
    if body is None:
        return None
    old, own, other = (posted(form) for form in (base, mine, theirs))
    names = own.keys() | other.keys()
    values = {
        name: three_way.merge_value(old.get(name, []), own.get(name, []), other.get(name, []))
        for name in names
    }
    return values | {"body": [body]}


def _merged_body(*bodies: str) -> str | None:
    try:
        return three_way.merge_html(*map(sanitise, bodies))
    except BodyRefused:
        return None
