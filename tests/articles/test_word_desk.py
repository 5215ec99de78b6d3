"""Word in the admin: who may bring a document in, and what they are told."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import revisions, workflow
from articles.importing import archive
from articles.models import Article, Image
from articles.pictures import figure
from articles.reviewing import readiness
from tests.articles.importing.documents import docx, drawing, paragraph
from tests.articles.pictures import picture

pytestmark = pytest.mark.django_db
PASTE, DOCX, PAGE = (reverse(f"admin:articles_article_{name}") for name in ("word", "docx", "from_word"))
LIST = (
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>甲</p>"
)
WITH_PICTURE = docx(paragraph("利息怎么算", inside=drawing("p")), pictures={"p": picture(size=(20, 10))})
SOUND = docx(paragraph("民间借贷", style="a3") + paragraph("利息怎么算"))


def upload(data: bytes = SOUND, name: str = "利息.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_what_is_pasted_comes_back_clean(as_, author):
    answer = as_(author).post(PASTE, {"html": LIST + "<p><a href='javascript:alert(1)'>x</a><img src=x></p>"})
    assert answer.json() == {
        "html": "<ol><li><p>甲</p></li></ol><p>x</p>",
        "title": "",
        "note": "文档里有 1 张图片没有带过来（粘贴时浏览器读不到它们），请另外插入，或者改用“从 Word 文档导入”。",
    }


def test_a_document_is_read_for_the_editor(as_, author):
    answer = as_(author).post(DOCX, {"file": upload()})
    assert answer.json() == {"html": "<p>利息怎么算</p>", "title": "民间借贷", "note": ""}
    assert Article.objects.count() == 0  # nothing is stored until the author saves


def test_a_documents_pictures_come_into_the_editor(as_, author):
    answer = as_(author).post(DOCX, {"file": upload(WITH_PICTURE)}).json()
    image = Image.objects.get()
    assert answer["html"] == f"<p>利息怎么算</p>{figure(image, '')}"
    assert answer["note"] == (
        "带过来 1 张图片，其中 1 处还没有替代文字，提交审核前请补上（点图片，再按“替代文字”）。"
        "由人工智能生成的图片，请在图库里注明。"
    )


@pytest.mark.parametrize(
    ("address", "sent", "sentence"),
    [
        (PASTE, {"html": "<p>" + "字" * 200_000}, "正文太长：最多 500 KB（约 16 万字），请拆成几篇。"),
        (PASTE, {"html": "<br>" * 200_001}, "内容太长，请分成几部分，一部分一部分地粘贴或导入。"),
        (DOCX, {}, "请选择一个 .docx 文件。"),
        (DOCX, {"file": SimpleUploadedFile("a.doc", archive.OLE + bytes(600))}, archive.OLD_WORD),
    ],
)
def test_a_refusal_says_why(as_, author, address, sent, sentence):
    answer = as_(author).post(address, sent)
    assert (answer.status_code, answer.json()) == (400, {"error": sentence})


@pytest.mark.parametrize(
    ("address", "status"),
    [(PASTE, 403), (DOCX, 403), (PAGE, 403)],
)
def test_who_only_reviews_brings_nothing_in(as_, reviewer, address, status):
    assert as_(reviewer).post(address, {"html": LIST, "file": upload()}).status_code == status
    assert Article.objects.count() == 0


@pytest.mark.parametrize("address", [PASTE, DOCX, PAGE])
def test_who_is_not_logged_in_is_sent_to_log_in(client, address):
    assert client.post(address)["Location"] == f"/admin/login/?next={address}"


@pytest.mark.parametrize("address", [PASTE, DOCX])
def test_looking_brings_nothing_in(as_, author, address):
    assert as_(author).get(address).status_code == 405


def test_without_javascript_a_document_becomes_a_draft(as_, author, column):
    answer = as_(author).post(PAGE, {"file": upload(), "column": column.pk, "author": author.lawyer.pk})
    article = Article.objects.get()
    draft = article.revisions.get()
    assert answer["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    assert (draft.title, draft.body, draft.state) == ("民间借贷", "<p>利息怎么算</p>", "draft")
    assert (draft.written_by, draft.author, draft.column) == (author, author.lawyer, column)


def test_without_javascript_its_pictures_come_too(as_, author, column):
    """The draft is kept; it is submitted when the picture has its words, which then are the library's own."""
    data = {"file": upload(WITH_PICTURE), "column": column.pk, "author": author.lawyer.pk}
    page = as_(author).post(PAGE, data, follow=True)
    assert "其中 1 处还没有替代文字" in page.content.decode()
    article, image = Article.objects.get(), Image.objects.get()
    draft = article.revisions.get()
    assert draft.body == f"<p>利息怎么算</p>{figure(image, '')}"
    assert (image.uploaded_by, image.words) == (author, "")
    with pytest.raises(ValidationError) as refusal:
        workflow.perform("submit", article, by=author, reason="测试")
    assert readiness.UNDESCRIBED.format(1) in refusal.value.messages
    content = revisions.content_of(draft) | {
        "body": f"<p>利息怎么算</p>{figure(image, '一张借条')}",
        "ai_use": "none",
    }
    revisions.record(article, content, ["利息"], by=author, base=draft.pk)
    workflow.perform("submit", article, by=author, reason="测试")
    image.refresh_from_db()
    assert image.words == "一张借条"


def test_without_a_title_the_files_name_is_one(as_, author, column):
    data = {"file": upload(docx(paragraph("正文。"))), "column": column.pk, "author": author.lawyer.pk}
    as_(author).post(PAGE, data)
    assert Article.objects.get().title == "利息"


def test_a_lawyer_signs_with_their_own_name(as_, author, colleague, column):
    data = {"file": upload(), "column": column.pk, "author": colleague.lawyer.pk}
    answer = as_(author).post(PAGE, data)
    assert list(answer.context["form"].errors) == ["author"]
    assert Article.objects.count() == 0


def test_a_refused_file_is_told_beside_its_field(as_, author, column):
    data = {"file": upload(b"%PDF"), "column": column.pk, "author": author.lawyer.pk}
    answer = as_(author).post(PAGE, data)
    assert answer.context["form"].errors == {"file": [archive.NOT_WORD]}
    assert Article.objects.count() == 0


def test_the_editor_offers_the_import(as_, author):
    html = as_(author).get(reverse("admin:articles_article_add")).content.decode()
    assert html.count(f'href="{PAGE}"') == 1
