"""The library of pictures in the admin: who uploads, changes and deletes, and what is said."""

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import reverse

from articles import uploading
from articles.admin.library import NO_ALT, NO_FILE
from articles.models import Image
from firm import audit
from tests.articles.pictures import picture, upload

pytestmark = pytest.mark.django_db
UPLOAD, RECENT, ADD, LIST = (
    reverse(f"admin:articles_image_{name}") for name in ("upload", "recent", "add", "changelist")
)


@pytest.fixture
def image(author):
    return uploading.store(upload(), alt="红色的图", is_generated=False, by=author)


@pytest.fixture
def used(image, write):
    """The picture, shown in a draft."""
    write("有图的文章", body=f'<figure><img src="{image.src}" alt="图" data-image="{image.pk}"></figure>')
    return image


def page(image, name="change") -> str:
    return reverse(f"admin:articles_image_{name}", args=[image.pk])


def test_the_editor_uploads_and_is_told_the_name(as_, author):
    answer = as_(author).post(UPLOAD, {"file": upload(), "alt": " 红色的图 "}).json()
    image = Image.objects.get()
    assert (image.alt, image.uploaded_by) == ("红色的图", author)
    assert answer == {
        "image": image.pk,
        "src": image.src,
        "alt": "红色的图",
        "name": "红色的图",
        "thumbnail": image.thumbnail,
    }


def test_a_picture_without_words_gives_the_editor_none(as_, author):
    """It has a name to be found by; its words are asked for, and may be written in the library."""
    image = uploading.store(upload(), alt="《利息》第 1 张", awaits_alt=True, is_generated=False, by=author)
    [named] = as_(author).get(RECENT, {"q": "利息"}).json()["images"]
    assert (named["name"], named["alt"]) == ("《利息》第 1 张", "")
    for sent, words in (("《利息》第 1 张", ""), ("一张借条", "一张借条")):
        as_(author).post(page(image), {"alt": sent})
        image.refresh_from_db()
        assert image.words == words


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"alt": "图"}, NO_FILE),
        ({"file": ""}, NO_ALT),
        ({"alt": " \u3000"}, NO_ALT),
        ({"alt": "图", "file": b"<svg"}, uploading.SVG),
    ],
)
def test_a_refusal_says_why(as_, author, sent, sentence):
    data = {"file": upload(), "alt": ""} | sent
    if "file" not in sent and sentence == NO_FILE:
        del data["file"]
    elif sent.get("file"):
        data["file"] = upload(sent["file"])
    elif "file" in sent:
        data["file"] = upload()
    answer = as_(author).post(UPLOAD, data)
    assert (answer.status_code, answer.json(), Image.objects.count()) == (400, {"error": sentence}, 0)


def test_the_form_works_without_javascript(as_, author):
    answer = as_(author).post(ADD, {"file": upload(), "alt": "红色的图"})
    assert (answer.status_code, Image.objects.get().alt) == (302, "红色的图")
    refused = as_(author).post(ADD, {"file": upload(b"x"), "alt": "图"})
    assert list(refused.context["adminform"].form.errors) == ["file"]


def test_who_may_what(as_, image, author, colleague, reviewer, administrator, publish):
    publish(body=f'<figure><img src="{image.src}" alt="图" data-image="{image.pk}"></figure>')
    found = {}
    for user in (author, colleague, reviewer, administrator):
        client = as_(user)
        codes = [client.get(LIST).status_code, client.get(page(image)).status_code]
        codes.append(client.post(UPLOAD, {}).status_code)
        codes.append(client.post(page(image), {"alt": f"{user.name}改的"}).status_code)
        found[user.name] = [*codes, Image.objects.get().alt]
    assert found == {
        "林律师": [200, 200, 400, 302, "林律师改的"],
        "沈律师": [200, 200, 400, 403, "林律师改的"],  # sees it, for it is public, and leaves it alone
        "审核员": [200, 200, 403, 403, "林律师改的"],
        "管理员": [200, 200, 400, 302, "管理员改的"],
    }


def test_a_picture_of_a_draft_is_not_there_for_others(as_, image, colleague):
    client = as_(colleague)
    assert client.get(RECENT).json() == {"images": []}
    assert client.get(page(image)).status_code == 302  # as Django's admin answers for what is not there
    assert client.post(page(image, "delete"), {"post": "yes"}).status_code == 302
    assert Image.objects.count() == 1


def test_the_newest_are_offered_by_their_words(as_, image, author):
    blue = uploading.store(upload(picture(color=(0, 0, 200))), alt="蓝色的图", is_generated=False, by=author)
    client = as_(author)
    assert [each["image"] for each in client.get(RECENT).json()["images"]] == [blue.pk, image.pk]
    assert [each["image"] for each in client.get(RECENT, {"q": "红"}).json()["images"]] == [image.pk]


def test_its_page_says_where_it_is_used(as_, used, author):
    html = as_(author).get(page(used)).content.decode()
    assert '《有图的文章》<span class="quiet">草稿</span>' in html


def test_what_is_used_is_not_deleted(as_, used, author):
    answer = as_(author).post(page(used, "delete"), {"post": "yes"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "不能删除：1 篇文章用着这张图片（《有图的文章》）。旧版本也算，因为它们随时可以恢复。"
    ]
    assert (Image.objects.count(), default_storage.exists(used.largest["name"])) == (1, True)


def test_what_is_not_used_is_deleted_with_its_files(as_, image, author, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_(author).post(page(image, "delete"), {"post": "yes"})
    assert Image.objects.count() == 0
    assert [default_storage.exists(size["name"]) for size in image.sizes] == [False] * 3


def test_a_change_is_on_record(as_, image, author):
    as_(author).post(page(image), {"alt": "改了的话", "is_generated": "on"})
    assert [(row.action, row.reason) for row in audit.history(image)] == [
        ("修改", "替代文字：“红色的图” → “改了的话”；由人工智能生成：否 → 是"),
        ("上传图片", ""),
    ]


def test_files_that_cannot_be_deleted_undo_no_deletion(
    as_, image, author, monkeypatch, django_capture_on_commit_callbacks
):
    """The row is gone by then; a full or read-only disk leaves a file that nobody sees."""

    def refuse(_, name):
        raise OSError(30, "Read-only file system", name)

    monkeypatch.setattr(FileSystemStorage, "delete", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_(author).post(page(image, "delete"), {"post": "yes"})
    assert (answer.status_code, Image.objects.count()) == (302, 0)
