"""A newsroom with as many articles as asked, the same each time: the made-up archive, written without its indexes."""

from contextlib import contextmanager

from django.db import connection

from articles.models import Article, Revision
from firm.models import User
from hefei_site.generating import rows


def fill(many: int) -> dict[str, User]:
    """Write so many articles with their revisions; returns who works there, by what is told of them."""
    with _without_indexes():
        house = rows.generate(rows.Plan(many))
    return {
        "管理员": house.administrator,
        "审核人": house.reviewer,
        "审核人（限栏目）": house.reviewer_of_one_column,
        "律师（二十分之一是其文章）": house.lawyers[0].user,
        "律师（五篇文章）": house.lawyers[1].user,
    }


@contextmanager
def _without_indexes():
    """To write many rows takes a fraction of the time if indexes are made afterwards.

    The trigger that marks the pages of a new article's neighbours looks them up by those indexes.
    """
    models, trigger = (Article, Revision), "TRIGGER articles_article_new_on_pages"
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE articles_article DISABLE {trigger}")
        for model in models:
            for index in model._meta.indexes:
                editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE articles_article ENABLE {trigger}")
        for model in models:
            for index in model._meta.indexes:
                editor.add_index(model, index)
