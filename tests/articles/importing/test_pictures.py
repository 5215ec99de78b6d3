"""What a document's pictures become: pictures of the library like any other, or a sentence; the text comes anyway."""

import struct
import zlib

import pytest
from django.contrib.auth.models import Permission

from articles import uploading
from articles.importing import pictures
from articles.importing.docx import EMPTY, Document, Picture
from articles.importing.pictures import bring, words_of
from articles.importing.word import WordRefused
from articles.models import Image
from articles.pictures import figure
from firm.images import REFUSED
from tests.articles.pictures import moving, picture, upload

pytestmark = pytest.mark.django_db
SMALL = picture(size=(20, 10))
PLACE = '<figure><img data-image="{}" alt="{}"></figure>'
AI = "由人工智能生成的图片，请在图库里注明。"


def document(*found: Picture, alt: str = "", before: str = "<p>文</p>") -> Document:
    places = "".join(PLACE.format(number, alt) for number in range(1, len(found) + 1))
    return Document(before + places, "题", list(found))


def bomb() -> bytes:
    """A PNG of 100 bytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def test_its_own_words_are_those_of_the_picture(author):
    found = bring(document(Picture(SMALL), alt="借条的照片"), "利息", author)
    image = Image.objects.get()
    assert (image.words, image.uploaded_by, image.largest["width"]) == ("借条的照片", author, 20)
    assert (found.html, found.title) == (f"<p>文</p>{figure(image, '借条的照片')}", "题")
    assert found.note == f"带过来 1 张图片。{AI}"


def test_without_words_it_waits_for_them(author):
    found = bring(document(Picture(SMALL)), "利息", author)
    image = Image.objects.get()
    assert (str(image), image.words) == ("《利息》第 1 张图片（还没有替代文字）", "")
    assert found.html == f"<p>文</p>{figure(image, '')}"
    assert "其中 1 处还没有替代文字" in found.note


def test_a_second_try_finds_the_picture_with_its_words(author):
    bring(document(Picture(SMALL)), "利息", author)
    image = uploading.store(upload(SMALL), alt="后来写的", is_generated=False, by=author)
    found = bring(document(Picture(SMALL)), "利息", author)
    assert [each.words for each in Image.objects.all()] == ["后来写的"]
    assert found.html == f"<p>文</p>{figure(image, '后来写的')}"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(bomb(), REFUSED, id="decompression bomb"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', uploading.SVG, id="svg"),
        pytest.param(b"\x01\x00\x00\x00" + bytes(36) + b" EMF", uploading.VECTOR, id="emf"),
        pytest.param(b"\xd7\xcd\xc6\x9a" + bytes(40), uploading.VECTOR, id="wmf"),
        pytest.param(picture("BMP", (20, 10)), uploading.OLD_KIND, id="bmp"),
        pytest.param(picture("TIFF", (20, 10)), uploading.OLD_KIND, id="tiff"),
        pytest.param(moving("GIF"), uploading.MOVING, id="gif"),
        pytest.param(b"no picture", REFUSED, id="no picture"),
        pytest.param(b"", REFUSED, id="nothing"),
        pytest.param(picture()[:200], REFUSED, id="cut off"),
    ],
)
def test_what_cannot_be_taken_is_named_and_the_text_comes(data, sentence, author):
    found = bring(document(Picture(data), Picture(refused="超过。"), Picture(data)), "利息", author)
    assert (found.html, Image.objects.count()) == ("<p>文</p>", 0)
    assert found.note == f"第 1、3 张图片没有带过来：{sentence}第 2 张图片没有带过来：超过。"


def test_nothing_but_what_cannot_be_taken(author):
    with pytest.raises(WordRefused) as refusal:
        bring(document(Picture(refused="超过。"), before=""), "利息", author)
    assert str(refusal.value) == f"{EMPTY}第 1 张图片没有带过来：超过。"


def test_no_more_pixels_than_somebody_can_wait_for(author, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 200)
    found = bring(document(Picture(SMALL), Picture(picture(size=(10, 10)))), "利息", author)
    assert Image.objects.count() == 1
    assert found.note.endswith(f"第 2 张图片没有带过来：{pictures.TOO_MUCH}")


def test_who_may_not_upload_gets_the_text(author):
    Permission.objects.get(codename="add_image").group_set.clear()
    found = bring(document(Picture(SMALL)), "利息", type(author).objects.get(pk=author.pk))
    assert (found.html, Image.objects.count()) == ("<p>文</p>", 0)
    assert found.note == f"第 1 张图片没有带过来：{pictures.NO_RIGHT}"


@pytest.mark.parametrize(
    ("alt", "words"),
    [
        ("借条的照片", "借条的照片"),
        (" 图 1：\n借条 ", "图 1： 借条"),  # says something
        ("", ""),
        ("图片 3", ""),  # Word's own
        ("C:\\Users\\lin\\微信图片_2021.jpg", ""),
        ("IMG_20210304", ""),
        ("图形用户界面, 文本\n\n描述已自动生成", ""),  # a machine's guess
        ("文本 AI 生成的内容可能不正确。", ""),
        ("_" * 500_000 + "x", "_" * pictures.MOST_WORDS),  # in no time
    ],
)
def test_whose_words_they_are(alt, words):
    assert words_of(alt) == words
