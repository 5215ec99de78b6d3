"""Tag names from what lawyers type, to rows, to addresses."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models import Article, Tag
from articles.tagging import names_from_string, string_from_tags


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("网贷法律,债务", ["网贷法律", "债务"]),  # the comma of the Latin keyboard
        ("网贷法律，债务", ["网贷法律", "债务"]),  # of the Chinese one
        ("网贷法律、债务", ["网贷法律", "债务"]),
        ("网贷法律；债务;征信", ["网贷法律", "债务", "征信"]),
        ("网贷法律\n债务\r\n征信", ["网贷法律", "债务", "征信"]),  # pasted from a list
        ("债务，网贷法律", ["债务", "网贷法律"]),  # in the order typed
        ("Ｐ２Ｐ，P2P", ["P2P"]),  # full-width letters are the same letters
        ("App，APP，app", ["App"]),  # the first spelling stays
        ("Straße，STRASSE", ["Straße"]),  # case is folded, not merely lowered
        ("民法典 第1034条", ["民法典 第1034条"]),  # a space does not divide
        ("  网贷   法律  ", ["网贷 法律"]),
        ("网\u200b贷，网贷", ["网贷"]),  # zero width
        ("\u202e网贷\u202c，网贷", ["网贷"]),  # written from the right
        ("⽹贷，网贷", ["网贷"]),  # a radical of 康熙字典 that looks like the character
        ("ﬁntech，fintech", ["fintech"]),  # a ligature
        ("①号，1号", ["1号"]),
        ("Cafe\u0301，Café", ["Café"]),  # an accent of its own
        ("Р2Р，P2P", ["Р2Р", "P2P"]),  # Cyrillic letters are other letters: a name in Russian may be meant
        ("“网贷”，\"债务\"，‘征信’，'催收'", ["网贷", "债务", "征信", "催收"]),
        ("#网贷# #债务", ["网贷# #债务"]),  # no separator between them
        ("#网贷，＃债务", ["网贷", "债务"]),
        ("C++", ["C++"]),
        ("，、；,;\n", []),
        ("“”，# ，", []),  # nothing is left of these
        ("", []),
        (None, []),
    ],
)
def test_names_from_string(typed, names):
    assert names_from_string(typed) == names


@given(st.text(alphabet='网贷aA ,，、;；\n"“#Ｐ＃\u200b﹐﹑︔＂', max_size=12))
def test_what_the_field_shows_is_read_back_as_the_same_tags(typed):
    names = names_from_string(typed)
    assert names_from_string(string_from_tags(names)) == names


def test_string_from_tags():
    assert string_from_tags([Tag(name="网贷法律"), "C++"]) == "网贷法律，C++"


@pytest.mark.django_db
def test_tags_typed_into_the_form_are_rows_after_publishing(client, author, reviewer, typed):
    client.force_login(author)
    client.post(
        reverse("admin:articles_article_add"),
        typed(tag_names="网贷法律、Ｐ２Ｐ；p2p，催收") | {"_submit": "1"},
    )
    article = Article.objects.get()
    assert list(Tag.objects.all()) == []  # what only drafts bear is no tag yet
    workflow.perform("publish", article, by=reviewer)
    assert sorted(article.tags.names()) == ["P2P", "催收", "网贷法律"]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["P2P", "催收", "网贷法律"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["网贷法律", "网贷法律!", "C++", "民法典 第1034条", "a/b", "100%", "？", "++", "..", "😀", "<b>"],
)
def test_every_tag_has_an_address_that_works(name, client, publish):
    article = publish(tags=[name])
    tag = Tag.objects.get(name=name)
    page = client.get(article.get_absolute_url())
    assert [found.get_absolute_url() for found in page.context["tags"]] == [tag.get_absolute_url()]
    response = client.get(tag.get_absolute_url())
    assert response.status_code == 200
    assert response.context["page"].rows == [article]


@pytest.mark.django_db
def test_tags_with_like_slugs_do_not_collide(client, publish):
    """C and C++ come to the same slug."""
    shown = {name: publish(name, tags=[name], body=f"<p>{name}</p>") for name in ("C", "C++", "C!")}
    tags = {name: Tag.objects.get(name=name) for name in shown}
    assert len({tag.get_absolute_url() for tag in tags.values()}) == 3
    for name, article in shown.items():
        assert client.get(tags[name].get_absolute_url()).context["page"].rows == [article]


@pytest.mark.django_db
def test_a_tag_in_another_case_is_the_same_tag(publish):
    publish("一", tags=["App"])
    publish("二", tags=["APP"])
    assert [tag.name for tag in Tag.objects.all()] == ["App"]
