"""The copyright notice: its wording, its kind."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, CopyrightNotice
from articles.models.notice import check_wording
from articles.publishing import notice_text


@pytest.mark.parametrize(
    "wording",
    [
        "未经许可不得转载。",
        "本文由{firm}原创，标题《{title}》，链接{link}，来源{source}。",
        "{{大括号}}",  # written twice, it is itself
        "",
    ],
)
def test_wordings_that_can_be_filled(wording):
    check_wording(wording)


@pytest.mark.parametrize(
    ("wording", "message"),
    [
        ("{author}", "不认识的字段 {author}，可用的有：{firm}（律所全称）、{title}（文章标题）"),
        ("{title.__class__}", "不认识的字段 {title.__class__}"),  # reaches into Python
        ("{title[0]}", "不认识的字段 {title[0]}"),
        ("{0}", "不认识的字段 {0}"),
        ("{}", "不认识的字段 {}"),
        ("{title!r}", "不认识的字段 {title}"),
        ("{title:>1000000000}", "不认识的字段 {title}"),  # a gigabyte of spaces
        ("{title:{link}}", "不认识的字段 {title}"),
        ("{ title }", "不认识的字段 { title }"),
        ("{title", "大括号没有成对出现"),
        ("title}", "大括号没有成对出现"),
        ("{", "大括号没有成对出现"),
    ],
)
def test_wordings_that_cannot(wording, message):
    with pytest.raises(ValidationError) as refused:
        CopyrightNotice(name="甲", kind="original", wording=wording).full_clean(
            validate_unique=False, validate_constraints=False
        )
    [said] = refused.value.message_dict["wording"]
    assert said.startswith(message)


def test_text():
    notice = CopyrightNotice(wording="{firm}原创《{title}》{{c}}，{link}，{source}。")
    said = notice.text(firm="合飞", title="{link}", link="https://e/1", source="")
    assert said == "合飞原创《{link}》{c}，https://e/1，。"  # a field in a title is not filled again


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"source_name": "最高人民法院"}, "来自最高人民法院。"),
        ({"source_name": "法院", "source_url": "https://e.example/1"}, "来自法院 https://e.example/1。"),
    ],
)
def test_notice_text_of_a_reprint(source, said, publish, cases):
    article = publish(column=cases, **source)
    assert notice_text(article, "合飞", "https://e/1") == said


@pytest.mark.django_db
def test_an_articles_own_notice_goes_before_its_columns(publish, original_notice):
    own = CopyrightNotice.objects.create(name="独家", kind="original", wording="独家。")
    article = publish(own_notice=own)
    assert (article.shown_notice, article.column.notice) == (own, original_notice)


@pytest.mark.django_db
def test_a_new_notice_of_the_column_leaves_published_articles_alone(publish, column, original_notice):
    article = publish()
    column.notice = CopyrightNotice.objects.create(name="新", kind="original", wording="新。")
    column.save()
    article.refresh_from_db()
    assert article.shown_notice == original_notice


@pytest.mark.django_db
def test_a_used_notice_does_not_become_one_of_reprints(publish, original_notice):
    """The form says so in Chinese; past the form, the database refuses."""
    article = publish()
    original_notice.kind = "reprint"
    with pytest.raises(ValidationError) as refused:
        original_notice.full_clean()
    said = "有 1 篇用这份声明的文章没有写来源，不能改为公开转载。"
    assert refused.value.message_dict == {"kind": [said]}
    with pytest.raises(IntegrityError, match="reprint_names_its_source"), transaction.atomic():
        CopyrightNotice.objects.filter(pk=original_notice.pk).update(kind="reprint")
    assert Article.objects.get(pk=article.pk).kind == "original"


@pytest.mark.django_db
def test_a_notice_takes_the_articles_kind_with_it(publish, reprint_notice, cases):
    article = publish(column=cases, source_name="法院")
    CopyrightNotice.objects.filter(pk=reprint_notice.pk).update(kind="original")
    assert Article.objects.get(pk=article.pk).kind == "original"


@pytest.mark.django_db
def test_an_unused_notice_may_change(original_notice):
    original_notice.kind = "reprint"
    original_notice.full_clean()
