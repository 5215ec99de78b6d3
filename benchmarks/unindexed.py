"""Articles and revisions without their indexes while an archive is written: that takes a fraction of the time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from articles.models import Article, Revision

MODELS = (Article, Revision)
NEIGHBOURS = (
    "TRIGGER articles_article_new_on_pages"  # looks the pages of a new article's neighbours up by the indexes
)


@contextmanager
def without_indexes() -> Iterator[None]:
    """Drop them and make them anew; where this was killed, the next time makes up for it."""
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE articles_article DISABLE {NEIGHBOURS}")
        for model in MODELS:
            for index in model._meta.indexes:
                editor.remove_index(model, index)  # where it is there
    yield
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE articles_article ENABLE {NEIGHBOURS}")
        for model in MODELS:
            for index in model._meta.indexes:
                editor.add_index(model, index)
