"""What waits for the index and the lists is done by one process or by several."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import RelatedArticle, SearchDocument, SearchTask


@pytest.mark.parametrize("processes", [1, 2])
def test_the_archive_is_indexed_and_its_lists_are_made_anew(committed, publish, processes):
    for n in range(3):
        publish(f"第{n}篇", tags=["网贷"], body=f"<p>{chr(0x4E00 + n) * 60}，花呗</p>")
    before = _rows()
    SearchDocument.objects.all().delete()
    RelatedArticle.objects.all().delete()
    said = StringIO()
    for command in ("index_articles", "relate_articles"):
        call_command(command, processes=processes, stdout=said, stderr=StringIO())
    assert said.getvalue() == "编入索引 3 篇文章。\n重新排出 3 篇文章的相关文章。\n"
    assert (_rows(), SearchTask.objects.count()) == (before, 0)


def _rows() -> tuple:
    lists = RelatedArticle.objects.order_by("article", "other").values_list("article", "other", "reason")
    return list(lists), set(SearchDocument.objects.values_list("pk", flat=True))
