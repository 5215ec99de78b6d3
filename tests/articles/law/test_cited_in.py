"""The articles that cite a statute, with the sentence in which they do."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.law.cited_in import AROUND, cited_in, clipped
from statutes.models import Provision, StatuteVersion


@pytest.mark.parametrize(
    ("sentence", "citation", "words", "spans"),
    [
        ("依照刑法第三条。", "刑法第三条", "依照刑法第三条。", [(2, 7)]),
        ("依照刑法第三条。", "刑法第四条", "依照刑法第三条。", []),  # an older row whose sentence was cut
        ("依照刑法第三条。", "", "依照刑法第三条。", []),
        ("", "刑法", "", []),
        ("前" * 200 + "刑法" + "后" * 200, "刑法", "……" + "前" * 60 + "刑法" + "后" * 60 + "……", [(62, 64)]),
        ("前" * 3 + "刑法" + "后" * 200, "刑法", "前" * 3 + "刑法" + "后" * 117 + "……", [(3, 5)]),
        ("前" * 200 + "刑法" + "后" * 3, "刑法", "……" + "前" * 117 + "刑法" + "后" * 3, [(119, 121)]),
    ],
)
def test_clipped(sentence, citation, words, spans):
    assert clipped(sentence, citation) == (words, spans)


@given(
    st.text("前后", max_size=150), st.text("刑法第", min_size=1, max_size=9), st.text("前后", max_size=150)
)
def test_the_citation_is_marked_and_the_rest_is_the_sentence(before, citation, behind):
    words, spans = clipped(before + citation + behind, citation)
    assert [words[a:b] for a, b in spans] == [citation]
    assert words.strip("…") in before + citation + behind
    assert len(words) <= 2 * AROUND + len(citation) + 4


def rows(found) -> list[tuple]:
    return [(row.article.title, row.sentence, row.others) for row in found]


@pytest.mark.django_db
def test_each_article_once_with_its_first_sentence(publish, hidden, civil_code):
    publish("引两条", body="<p>先说一句。依照《民法典》第1034条第二款，可以。另见《民法典》第111条。</p>")
    publish("引一条", body="<p>依照《民法典》第1034条。</p>")
    publish("什么也不引", body="<p>无</p>")
    hidden(body="<p>《民法典》第111条</p>")
    article = civil_code.versions.get().provisions.get(key="111")
    assert rows(cited_in(civil_code, None, None, 10)) == [
        ("引一条", "依照《民法典》第1034条。", 0),
        ("引两条", "依照《民法典》第1034条第二款，可以。", 1),
    ]
    assert rows(cited_in(civil_code, article, None, 10)) == [("引两条", "另见《民法典》第111条。", 0)]


@pytest.mark.django_db
def test_a_key_is_not_the_beginning_of_another(publish, civil_code):
    """第103条 and 第1034条, 第1034条之一."""
    publish("引一条", body="<p>依照《民法典》第1034条。</p>")
    version = civil_code.versions.get()
    for number, suffix, key in ((103, 0, "103"), (1034, 1, "1034-1")):
        other = Provision.objects.create(version=version, number=number, suffix=suffix, key=key, text="甲。")
        assert rows(cited_in(civil_code, other, None, 10)) == []


@pytest.mark.django_db
def test_an_article_that_cites_what_is_there_no_longer(publish, civil_code, client):
    """It is listed on the page of the number that it cites, and the page says which version that was."""
    publish("旧文", body="<p>依照《民法典》第1034条。</p>")
    new = StatuteVersion.objects.create(
        statute=civil_code, promulgated_on=date(2024, 1, 1), effective_from=date(2024, 2, 1)
    )
    Provision.objects.create(version=new, number=1034, key="1034", text="新。")
    StatuteVersion.objects.exclude(pk=new.pk).update(effective_to=date(2024, 2, 1))
    (row,) = cited_in(civil_code, new.provisions.get(), None, 10)
    assert row.version.promulgated_on == date(2020, 5, 28)
    html = client.get("/laws/民法典/1034/").content.decode()
    assert "发表时引的是2020年5月28日公布的版本。" in html


@pytest.mark.django_db
def test_pages(publish, civil_code, client):
    for number in range(12):
        publish(f"第{number}篇", body="<p>依照《民法典》第1034条。</p>")
    first = cited_in(civil_code, None, None, 5)
    assert [row.article.title for row in first] == [f"第{n}篇" for n in (11, 10, 9, 8, 7)]
    assert (first.paginator.count, first.paginator.num_pages, first.has_next()) == (12, 3, True)
    for page, number in [("2", 2), ("3", 3), ("9", 3), ("x", 1), ("", 1), ("-1", 3), ("\x00", 1)]:
        assert cited_in(civil_code, None, page, 5).number == number  # the nearest one that is there
    html = client.get("/laws/民法典/").content.decode()
    assert html.count('<p class="sentence">') == 10
    assert "共 12 篇，看全部" in html
    whole = client.get("/laws/民法典/citing/").content.decode()
    assert whole.count('<p class="sentence">') == 12


@pytest.mark.django_db
def test_a_flat_number_of_queries(publish, civil_code):
    publish("第一篇", body="<p>依照《民法典》第1034条。</p>")

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            for row in cited_in(civil_code, None, None, 10):
                assert (row.article.column.name, row.version.promulgated_on.year) == ("金融债务", 2020)
        return len(seen)

    few = count()
    for number in range(4):
        publish(f"第{number}篇", body="<p>《民法典》第1034条、第111条。</p>")
    assert (few, count()) == (3, 3)


@pytest.mark.django_db
def test_the_sentence_is_marked_and_escaped(publish, civil_code, client):
    publish("文", body="<p>依照《民法典》第1034条，&lt;b&gt;不得</p>")
    html = client.get("/laws/民法典/1034/").content.decode()
    assert '<p class="sentence">依照<mark>《民法典》第1034条</mark>，&lt;b&gt;不得</p>' in html
