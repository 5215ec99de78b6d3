"""Whatever is uploaded, only pixels are kept."""

import struct
import zlib
from io import BytesIO
from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image

from firm.images import MAX_BYTES, NOT_STORED, REFUSED, ReencodedImageFormField, pixels, reencode
from firm.models import Lawyer

GPS, ORIENTATION, DESCRIPTION = 0x8825, 0x0112, 0x010E
SCRIPT = b"<script>alert(1)</script>"


def picture(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (60, 40), **saved) -> bytes:
    out = BytesIO()
    Image.new(mode, size, saved.pop("color", 0)).save(out, kind, **saved)
    return out.getvalue()


def photograph() -> bytes:
    """A JPEG as a telephone takes it: on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[DESCRIPTION] = "secret words"
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 15.0, 1.0), 3: "E", 4: (120.0, 10.0, 1.0)})
    return picture("JPEG", exif=exif)


def enormous() -> bytes:
    """A PNG of a hundred bytes that says it has 64 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8000, 8000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def lawyer(portrait) -> Lawyer:
    return Lawyer(name="林知远", licence_number="13301200000000001", portrait=portrait)


def test_a_photograph_loses_all_but_its_pixels():
    assert Image.open(BytesIO(photograph())).getexif().get_ifd(GPS)[1] == "N"  # there is something to lose
    clean = reencode(upload(photograph()), 1600)
    with Image.open(clean) as seen:
        assert (seen.format, seen.size) == ("WEBP", (40, 60))  # upright
        assert (dict(seen.getexif()), set(seen.info) & {"exif", "xmp", "icc_profile"}) == ({}, set())
    assert b"secret words" not in clean.open().read()


def test_what_trails_behind_a_picture_is_left_behind():
    clean = reencode(upload(picture() + SCRIPT, "photo.html"), 1600)
    data = clean.open().read()
    assert (data[:4], data[8:12], SCRIPT in data) == (b"RIFF", b"WEBP", False)


@pytest.mark.parametrize("name", ["photo.jpg", "../../x.html", "风景.png", "x.php.jpg"])
def test_the_name_is_a_new_one_each_time(name):
    names = [reencode(upload(picture(), name), 1600).name for _ in range(2)]
    assert names[0] != names[1]
    assert [n.rpartition(".")[2] for n in names] == ["webp", "webp"]
    assert [int(n.removesuffix(".webp"), 16) > 0 for n in names] == [True, True]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((60, 40), (60, 40)),  # small ones stay as they are
        ((300, 200), (100, 67)),
        ((200, 300), (67, 100)),
        ((1000, 2), (100, 1)),  # very flat
    ],
)
def test_at_most_so_large(size, expected):
    assert Image.open(reencode(upload(picture(size=size)), 100)).size == expected


@pytest.mark.parametrize(
    ("mode", "color", "saved"),
    [
        ("RGBA", (255, 0, 0, 0), {}),
        ("LA", (255, 0), {}),  # grey with alpha
        ("P", 0, {"transparency": 0}),  # a palette of which one colour is transparent, as seals are saved
        ("RGB", (255, 0, 0), {"transparency": (255, 0, 0)}),
    ],
)
def test_what_is_transparent_stays_so(mode, color, saved):
    clean = Image.open(reencode(upload(picture(mode=mode, color=color, **saved)), 1600))
    assert (clean.mode, clean.convert("RGBA").getpixel((0, 0))[3]) == ("RGBA", 0)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "I;16"])
def test_what_is_not_transparent_has_no_alpha(mode):
    assert Image.open(reencode(upload(picture(mode=mode)), 1600)).mode == "RGB"


REFUSED_FILES = [
    pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', id="svg"),
    pytest.param(b"<html><script>alert(1)</script></html>", id="html"),
    pytest.param(picture("GIF", "P"), id="gif"),
    pytest.param(picture("BMP"), id="bmp"),
    pytest.param(picture("TIFF"), id="tiff"),
    pytest.param(picture()[:40], id="cut-off"),
    pytest.param(b"", id="empty"),
    pytest.param(enormous(), id="too-many-pixels"),
]


@pytest.mark.parametrize("data", REFUSED_FILES)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValidationError) as refusal:
        reencode(ContentFile(data, name="photo.jpg"), 1600)
    assert refusal.value.messages == [REFUSED]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (picture(size=(60, 40)), 2400),
        (picture(size=(60, 40))[:60], 2400),  # by its own account
        (b"no picture", 0),
        (b"", 0),
    ],
)
def test_pixels(data, count):
    assert pixels(ContentFile(data)) == count


def test_too_many_bytes_are_refused_unread():
    file = upload(picture())
    file.size = MAX_BYTES
    assert reencode(file, 1600).name.endswith(".webp")
    file.size = MAX_BYTES + 1
    with pytest.raises(ValidationError) as refusal:
        reencode(file, 1600)
    assert refusal.value.messages == [REFUSED]


@pytest.mark.filterwarnings("ignore:Metadata Warning")
@pytest.mark.parametrize(
    ("field", "shift", "byte"),
    [
        (DESCRIPTION, 1, 0),  # tag 0x0100: a width in words
        (DESCRIPTION, 1, 26),  # tag 0x011A: a resolution in words
        (DESCRIPTION, 3, 11),  # words of the type of a decimal number
        (ORIENTATION, 3, 2),  # a position in words
    ],
)
def test_broken_exif_is_answered(field, shift, byte):
    """Whether such a picture is taken or refused, nobody meets an error page."""
    data = bytearray(photograph())
    data[data.index(struct.pack(">H", field), data.index(b"Exif")) + shift] = byte
    assert answer(bytes(data)) in {"WEBP", REFUSED}


def answer(data: bytes) -> str:
    """The format of what came out, or the words of the refusal."""
    try:
        return Image.open(reencode(upload(data), 1600)).format
    except ValidationError as refusal:
        return refusal.messages[0]


@pytest.mark.parametrize("data", REFUSED_FILES)
def test_the_form_says_so(data):
    with pytest.raises(ValidationError) as refusal:
        ReencodedImageFormField().clean(upload(data))
    assert refusal.value.messages == [REFUSED]


def test_the_form_takes_a_picture():
    data = photograph()
    cleaned = ReencodedImageFormField().clean(upload(data))
    assert cleaned.read() == data  # whole, for the model to draw anew


def test_a_saved_portrait_is_drawn_anew(db):
    row = lawyer(upload(photograph(), "x.jpg"))
    row.save()
    folder, _, name = row.portrait.name.partition("/")
    assert (folder, len(name)) == ("portraits", len("0" * 32 + ".webp"))
    with Image.open(row.portrait) as seen:
        assert (seen.format, dict(seen.getexif())) == ("WEBP", {})


@pytest.mark.parametrize("data", REFUSED_FILES)
def test_what_is_no_picture_is_refused_without_a_form_too(data, db):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        lawyer(upload(data, "x.jpg")).save()
    assert (refusal.value.messages, Lawyer.objects.count()) == ([REFUSED], 0)


def test_also_by_bulk_create(db):
    with pytest.raises(ValidationError), transaction.atomic():
        Lawyer.objects.bulk_create([lawyer(upload(SCRIPT, "x.jpg"))])
    assert Lawyer.objects.count() == 0


def test_also_by_the_field_files_own_save(db, settings):
    """lawyer.portrait.save(name, file) goes by another way than lawyer.save()."""
    row = lawyer("")
    with pytest.raises(ValidationError), transaction.atomic():
        row.portrait.save("x.html", ContentFile(SCRIPT))
    assert not list(settings.MEDIA_ROOT.rglob("*.html"))


def test_saving_a_lawyer_again_leaves_the_portrait_alone(db):
    row = lawyer(upload(picture()))
    row.save()
    name = row.portrait.name
    row.title = "合伙人"
    row.save()
    assert Lawyer.objects.get().portrait.name == name


@pytest.mark.parametrize(
    ("broken", "status", "portraits"),
    [
        (False, 302, 1),
        (True, 200, 0),  # the disk is full, or the store of objects away
    ],
)
def test_a_portrait_that_cannot_be_stored_is_told_and_loses_nothing(
    broken, status, portraits, administrator, as_, monkeypatch
):
    row = lawyer("")
    row.save()
    change = reverse("admin:firm_lawyer_change", args=[row.pk])
    data = {
        "name": "林知远",
        "title": "合伙人",
        "licence_number": row.licence_number,
        "order": 5,
        "portrait": upload(picture()),
    }
    if broken:
        monkeypatch.setattr(
            "django.core.files.storage.FileSystemStorage._save", Mock(side_effect=OSError(28, "full"))
        )

    answer = as_(administrator).post(change, data)

    assert answer.status_code == status
    assert Lawyer.objects.exclude(portrait="").count() == portraits
    if broken:
        html = answer.content.decode()
        assert (NOT_STORED in html, 'value="合伙人"' in html) == (True, True)
