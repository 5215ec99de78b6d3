"""An uploaded picture becomes three files of pixels, or a sentence that says what to do."""

from io import BytesIO
from time import perf_counter

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from PIL import Image as Drawing

from articles import uploading
from articles.models import Image
from firm.images import REFUSED
from firm.models import AuditRecord
from tests.articles.pictures import moving, picture, upload

pytestmark = pytest.mark.django_db


def stored(by, data=None, **content) -> Image:
    return uploading.store(upload(data), by=by, **{"alt": "一张红色的图", "is_generated": False} | content)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2000, 1000), [(480, 240), (960, 480), (1600, 800)]),
        ((1600, 400), [(480, 120), (960, 240), (1600, 400)]),
        ((700, 350), [(480, 240), (700, 350)]),  # never larger than it is
        ((480, 300), [(480, 300)]),
        ((100, 1000), [(100, 1000)]),
        ((3000, 1), [(480, 1), (960, 1), (1600, 1)]),
    ],
)
def test_the_sizes_of_a_picture(size, expected, author):
    image = stored(author, picture(size=size))
    found = []
    for each in image.sizes:
        with Drawing.open(default_storage.open(each["name"])) as drawn:
            assert (drawn.format, dict(drawn.getexif())) == ("WEBP", {})
            assert drawn.size == (each["width"], each["height"])
            found.append(drawn.size)
    assert found == expected


def test_where_a_photograph_was_taken_is_not_kept(author):
    exif = Drawing.Exif()
    exif[0x0112] = 6  # on its side
    exif[0x010E] = "secret words"
    image = stored(author, picture("JPEG", (2000, 1000), exif=exif))
    data = default_storage.open(image.largest["name"]).read()
    assert (image.largest["width"], image.largest["height"]) == (1000, 2000)
    assert (b"secret words" in data, dict(Drawing.open(BytesIO(data)).getexif())) == (False, {})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(40), uploading.HEIC),
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            uploading.SVG,
        ),
        (moving("GIF"), uploading.MOVING),
        (picture("GIF", (20, 10)), uploading.MOVING),
        (moving("WEBP"), uploading.MOVING),
        (moving("PNG"), uploading.MOVING),
        (b"<html><script>alert(1)</script>", REFUSED),
        (picture("BMP", (20, 10)), uploading.OLD_KIND),
        (b"\x01\0\0\0" + bytes(36) + b" EMF", uploading.VECTOR),
        (picture("ICO", (20, 10)), REFUSED),
        (picture()[:200], REFUSED),  # cut off
        (bytes(10 * 2**20 + 1), uploading.TOO_LARGE),
    ],
)
def test_what_cannot_be_taken(data, sentence, author):
    with pytest.raises(ValidationError) as refusal:
        stored(author, data)
    assert refusal.value.messages == [sentence]
    assert Image.objects.count() == 0


def test_the_same_file_is_recognised(author):
    first = stored(author)
    again = stored(author, alt="另一句话")
    files = default_storage.listdir(uploading.FOLDER)[1]
    assert (again.pk, again.alt, Image.objects.count(), len(files)) == (first.pk, "一张红色的图", 1, 3)


def test_what_a_colleague_keeps_to_themselves_is_not_given_away(author, colleague):
    """Nobody learns by uploading whether somebody else has a picture in a draft."""
    assert stored(author).pk != stored(colleague).pk


def test_uploading_is_on_record(author):
    image = stored(author)
    found = AuditRecord.objects.filter(action="上传图片").values_list("actor", "target_label")
    assert list(found) == [(author.pk, image.alt)]


@pytest.mark.parametrize("alt", ["", "  ", "\t\n"])
def test_the_database_asks_for_alternative_text(alt, author):
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.create(alt=alt, sizes=[], digest="x", uploaded_by=author)


def test_a_large_photograph_is_drawn_within_the_request(author):
    data = picture("JPEG", (6000, 4000))  # 24 million pixels, as telephones take them
    start = perf_counter()
    stored(author, data)
    assert perf_counter() - start < 5


@pytest.mark.parametrize("written", [0, 1, 2])
def test_where_there_is_no_room_nothing_is_left_behind(written, author, monkeypatch):
    """Neither a row nor a file, whole or half; who uploads is told what to do."""
    save, taken = default_storage._save, []

    def full(name, content):
        if len(taken) == written:
            save(name, ContentFile(b"half"))
            raise OSError(28, "No space left on device")
        taken.append(name)
        return save(name, content)

    monkeypatch.setattr(
        type(default_storage._wrapped), "_save", lambda self, name, content: full(name, content)
    )
    with pytest.raises(ValidationError) as refused:
        stored(author, picture(size=(2000, 1000)))
    assert refused.value.messages == [uploading.NOT_STORED]
    assert (len(taken), default_storage.listdir("images")[1], Image.objects.count()) == (written, [], 0)
