"""The editor's form: what it takes, what it refuses, and that nothing typed is lost."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import revisions, workflow
from articles.forms import ArticleForm
from articles.models import Article, Revision
from firm.models import Lawyer

pytestmark = pytest.mark.django_db
FREE = {"title", "body", "summary", "tag_names", "source_url", "publish_at_0", "expires_at_0"}
TYPED = "我刚刚写下的、还没有保存过的一段话"


@pytest.fixture
def post(client, author, typed):
    """post(article, …): the form as the author sends it; returns the response."""
    client.force_login(author)

    def _post(article=None, *, button="_save", **changes):
        address = (
            reverse("admin:articles_article_change", args=[article.pk])
            if article
            else reverse("admin:articles_article_add")
        )
        return client.post(address, typed(article, **changes) | {button: "1"})

    return _post


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, {"title": ["这个字段是必填项。"]}),
        ({"title": "题" * 121}, {"title": ["确保该变量包含不超过 120 字符 (目前字符数 121)。"]}),
        ({"column": ""}, {"column": ["这个字段是必填项。"]}),
        ({"column": "99999"}, {"column": ["选择一个有效的选项： 该选择不在可用的选项中。"]}),
        ({"summary": "摘" * 201}, {"summary": ["确保该变量包含不超过 200 字符 (目前字符数 201)。"]}),
        ({"tag_names": "，".join(map(str, range(11)))}, {"tag_names": ["最多 10 个标签，现在有 11 个。"]}),
        ({"tag_names": "标" * 31}, {"tag_names": [f"标签“{'标' * 20}…”太长，每个最多 30 个字。"]}),
        ({"source_url": "javascript:alert(1)"}, {"source_url": ["输入一个有效的 URL。"]}),
        ({"source_url": "ftp:"}, {"source_url": ["输入一个有效的 URL。"]}),
        (
            {"publish_at_0": "0001-01-01", "publish_at_1": "9:00"},
            {"publish_at": ["请检查年份。"]},
        ),  # no page can show it
        (
            {"body": f"<p>{TYPED}{'《刑法》' * 2001}</p>"},
            {"body": ["正文里的书名号超过 2,000 处，请拆成几篇。"]},
        ),
        (
            {
                "publish_at_0": "2099-01-02",
                "publish_at_1": "9:00",
                "expires_at_0": "2099-01-01",
                "expires_at_1": "9:00",
            },
            {"expires_at": ["下架时间必须晚于发布时间。"]},
        ),
        (
            {
                "publish_at_0": "2099-01-02",
                "publish_at_1": "9:00",
                "expires_at_0": "2099-01-02",
                "expires_at_1": "9:00",
            },
            {"expires_at": ["下架时间必须晚于发布时间。"]},
        ),
        ({"publish_at_0": "明天", "publish_at_1": "9:00"}, {"publish_at": ["输入一个有效的日期。"]}),
        (
            {"body": "<blockquote>" * 101 + TYPED},
            {"body": ["正文的格式嵌套超过 100 层，请清除格式后重新粘贴。"]},
        ),
        ({"body": TYPED + "长" * 171_000}, {"body": ["正文太长：最多 500 KB（约 16 万字），请拆成几篇。"]}),
        (
            {"body": TYPED + "\u00a0" * 200_000 + TYPED},
            {"body": ["正文太长：最多 500 KB（约 16 万字），请拆成几篇。"]},
        ),  # each becomes &nbsp;
    ],
    ids=lambda value: ",".join(value)[:30],
)
def test_errors_are_said_in_chinese_and_nothing_is_lost(changes, said, post, write):
    for article in (None, write()):
        count = Revision.objects.count()
        response = post(article, **({"body": f"<p>{TYPED}</p>"} | changes))
        assert (response.status_code, errors(response)) == (200, said)
        html = unescape(response.content.decode())
        assert (TYPED in html, [name for name in FREE & changes.keys() if changes[name] not in html]) == (
            True,
            [],
        )
        assert [message for found in said.values() for message in found if message not in html] == []
        assert Revision.objects.count() == count


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(post, write, rewrite, administrator, typed):
    article = write()
    opened = typed(article)["base"]
    rewrite(article, title="管理员改的", by=administrator)
    response = post(article, base=opened, title="我改的标题", body=f"<p>{TYPED}</p>")
    [said] = errors(response)["__all__"]
    assert said.startswith("管理员 在 ")
    assert "保存过这篇文章（第 2 版），您的文字还没有保存。" in said
    html = unescape(response.content.decode())
    assert (TYPED in html, "我改的标题" in html) == (True, True)
    assert revisions.newest(article).title == "管理员改的"
    again = post(article, base=opened, title="我改的标题")  # nor by pressing the button once more
    assert errors(again)["__all__"] == [said]


def test_a_conflict_is_not_overcome_by_what_the_page_sends_back(post, write, rewrite, administrator, typed):
    """The page with the message still carries the base from which its text was written."""
    article = write()
    opened = typed(article)["base"]
    rewrite(article, title="管理员改的", by=administrator)
    form = post(article, base=opened, title="我的").context["adminform"].form
    assert form["base"].value() == opened


@pytest.mark.parametrize("base", ["", "0", "x", "999999"])
def test_a_form_without_its_base_saves_nothing(base, post, write):
    article = write()
    assert post(article, base=base, title="改").status_code == 200
    assert [r.title for r in article.revisions.all()] == ["网贷逾期怎么办"]


@pytest.mark.parametrize(
    ("name", "written", "kept"),
    [
        ("title", "  网贷\u200b  逾期\t怎么办 ", "网贷 逾期怎么办".replace("期怎", "期 怎")),
        ("summary", "一\r\n二", "一 二"),
        ("keywords", "网贷、逾期；网贷", "网贷，逾期"),
        ("source_url", "court.example/1", "https://court.example/1"),
        ("body", "<p>一</p><script>x</script>", "<p>一</p>"),
    ],
)
def test_what_is_tidied(name, written, kept, post):
    post(**{name: written})
    assert getattr(Revision.objects.get(), name) == kept


def test_times_are_those_of_china(post):
    post(publish_at_0="2099-01-02", publish_at_1="09:30")
    assert Revision.objects.get().publish_at.isoformat() == "2099-01-02T01:30:00+00:00"


@pytest.fixture
def authors_for(colleague, administrator):
    """Who may be chosen as author in the form of a user, by name."""

    def _names(user, article=None) -> list[str]:
        form = type("Form", (ArticleForm,), {"user": user})(instance=article)
        return sorted(lawyer.name for lawyer in form.fields["author"].queryset)

    return _names


def test_a_lawyer_signs_with_their_own_name(authors_for, author, colleague, administrator):
    former = Lawyer.objects.create(name="周已离", licence_number="1" * 17, is_on_staff=False)
    assert authors_for(author) == ["林知远"]
    assert authors_for(administrator) == ["林知远", "沈若水"]
    assert former.name not in authors_for(colleague)


def test_a_former_lawyers_article_keeps_its_author(authors_for, administrator, write):
    article = write()
    Lawyer.objects.filter(name="林知远").update(is_on_staff=False)
    assert authors_for(administrator, article) == ["林知远", "沈若水"]


def test_a_lawyer_cannot_post_another_name(post, colleague):
    assert list(errors(post(author=str(colleague.lawyer.pk)))) == ["author"]
    assert Article.objects.count() == 0


def test_the_form_opens_on_the_newest_revision(client, author, publish, rewrite):
    article = publish(tags=["网贷"])
    when = timezone.now().replace(microsecond=0) + timedelta(days=1)
    newest = rewrite(article, title="新标题", tags=["网贷", "债务"], publish_at=when)
    client.force_login(author)
    form = client.get(reverse("admin:articles_article_change", args=[article.pk])).context["adminform"].form
    shown = {name: form[name].value() for name in ("title", "tag_names", "base", "column", "publish_at")}
    assert shown == {
        "title": "新标题",
        "tag_names": "网贷，债务",
        "base": newest.pk,
        "column": newest.column_id,
        "publish_at": when,
    }


def test_saving_what_was_opened_changes_nothing(post, write):
    article = write(tags=["网贷", "债务"], summary="摘要", keywords="甲，乙")
    assert post(article).status_code == 302
    assert article.revisions.count() == 1


def test_in_review_nothing_is_saved(post, write, author):
    article = write()
    workflow.perform("submit", article, by=author)
    assert "正在审核" not in post(article, title="改").context.get("title", "")
    assert [r.title for r in article.revisions.all()] == ["网贷逾期怎么办"]
