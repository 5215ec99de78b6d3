"""What leads readers to an article: to be looked at before it is withdrawn."""

from dataclasses import dataclass

from articles.models import Article

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Leading:
    """The published articles whose related lists name an article; SHOWN and one more at most."""

    related: list[Article]


def leading_to(article: Article) -> Leading:
    """What leads to an article now."""
    naming = Article.objects.published().filter(related__other=article)
    return Leading(list(naming.for_list().order_by("-pk")[: SHOWN + 1]))
