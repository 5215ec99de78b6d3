"""Which archives are opened at all."""

import zipfile

import pytest

from articles.importing import archive
from articles.importing.archive import refuse_unsound
from articles.importing.word import WordRefused
from tests.articles.importing.documents import docx, encrypted, lying, paragraph, zipped

SOUND = docx(paragraph("正文"))
TYPES = {"[Content_Types].xml": "", "word/document.xml": ""}
OLE = archive.OLE + bytes(600)


def with_members(**members) -> bytes:
    return zipped(TYPES | members)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", archive.NOT_WORD, id="empty"),
        pytest.param(b"%PDF-1.7 ...", archive.NOT_WORD, id="pdf"),
        pytest.param(zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), archive.NOT_WORD, id="xlsx"),
        pytest.param(zipped({"photo.jpg": "x"}), archive.NOT_WORD, id="zip"),
        pytest.param(OLE, archive.OLD_WORD, id="doc"),
        pytest.param(OLE + archive.ENCRYPTED, archive.PASSWORD, id="docx with a password"),
        pytest.param(encrypted(SOUND), archive.PASSWORD, id="zip with a password"),
        pytest.param(SOUND[:300], archive.SUSPECT, id="cut off"),
        pytest.param(SOUND[:60] + b"\0" * 40 + SOUND[100:], archive.SUSPECT, id="damaged"),
        pytest.param(with_members(**{"word/media/a.bin": bytes(31 * 2**20)}), archive.TOO_LARGE, id="bomb"),
        pytest.param(with_members(**{"word/media/a.bin": bytes(2**20)}), archive.SUSPECT, id="ratio"),
        pytest.param(
            with_members(**{f"word/{n}.xml": "" for n in range(1999)}), archive.SUSPECT, id="members"
        ),
        pytest.param(with_members(**{"../../etc/cron.d/x": "x"}), archive.SUSPECT, id="zip slip"),
        pytest.param(with_members(**{"/etc/passwd": "x"}), archive.SUSPECT, id="absolute"),
        pytest.param(with_members(**{"word\\..\\x": "x"}), archive.SUSPECT, id="backslash"),
    ],
)
def test_refused_with_a_sentence(data, sentence):
    with pytest.raises(WordRefused) as refusal:
        refuse_unsound(data)
    assert str(refusal.value) == sentence


def test_a_size_that_is_a_lie_is_found_out():
    """The headers say ten bytes; a hundred thousand would come out."""
    honest = with_members(**{"word/a.xml": bytes(100_000)})
    assert refuse_unsound(with_members(**{"word/a.xml": "0123456789" * 1000})) is None
    with pytest.raises(WordRefused) as refusal:
        refuse_unsound(lying(honest, b"word/a.xml", 10))
    assert str(refusal.value) == archive.SUSPECT


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(SOUND)
    with zipfile.ZipFile(path, "a") as both:
        both.writestr("word/document.xml", "<another/>")
    with pytest.raises(WordRefused) as refusal:
        refuse_unsound(path.read_bytes())
    assert str(refusal.value) == archive.SUSPECT


def test_a_sound_one_is_taken():
    assert refuse_unsound(SOUND) is None
