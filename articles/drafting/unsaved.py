"""Whether words that were kept as a working copy stand in a revision by now."""

from django import forms
from django.utils.datastructures import MultiValueDict

from articles.drafting.two_texts import say_the_same
from articles.forms import ArticleForm, initial_of
from articles.models import WorkingCopy


class TypedForm(ArticleForm):
    """The writing form with the inputs that the admin gives it, for no request."""

    publish_at = forms.SplitDateTimeField(required=False)
    expires_at = forms.SplitDateTimeField(required=False)


def is_in_a_revision(copy: WorkingCopy) -> bool:
    """Whether the article says the same, in the revision that it was begun from or in a later one."""
    typed = TypedForm(MultiValueDict(copy.data), instance=copy.article)
    if copy.article is None:
        return not typed["title"].value() and not typed["body"].value()
    since = copy.article.revisions.filter(pk__gte=copy.base_id or 0)
    return any(
        say_the_same(TypedForm(instance=copy.article, initial=initial_of(revision)), typed)
        for revision in since
    )
