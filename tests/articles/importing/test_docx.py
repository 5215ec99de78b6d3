"""A .docx is read in a process of its own: what is sound arrives whole, what means harm is refused within its limits."""

import json
import os
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from articles.importing import archive, docx, docx_pictures, turns
from articles.importing.docx import Picture, read_docx
from articles.importing.docx_worker import convert
from articles.importing.word import WordRefused
from tests.articles.importing.documents import NUMBERING, W, drawing, paragraph, zipped
from tests.articles.importing.documents import docx as made

NOTE = "<w:r><w:footnoteReference w:id='1'/></w:r>"
TRACKED = "<w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del><w:ins><w:r><w:t>加上的</w:t></w:r></w:ins>"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的</w:t></w:r>"
LINK = '<w:hyperlink r:id="rId9"><w:r><w:t>公告</w:t></w:r></w:hyperlink>'
HEAD = "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>表头</w:t></w:r></w:p></w:tc></w:tr>"
ROW = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr>"


def upload(data: bytes, name: str = "利息.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (paragraph("正文") + paragraph(""), "<p>正文</p>"),
        (paragraph("留下", inside=TRACKED), "<p>留下加上的</p>"),
        (paragraph("看得见", inside=HIDDEN), "<p>看得见</p>"),
        (paragraph("目录 1", style="TOC1") + paragraph("正文"), "<p>正文</p>"),
        (paragraph("见", inside=LINK), '<p>见<a href="https://www.court.gov.cn/" rel="noopener nofollow">公告</a></p>'),
        (paragraph("文", inside=NOTE), "<p>文〔1〕</p><p><strong>注释</strong></p><p>〔1〕见该规定第二十五条。</p>"),
        (f"<w:tbl>{HEAD}{ROW}</w:tbl>", '<table><tbody><tr><th colspan="2"><p>表头</p></th></tr><tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>'),
        # Numbers, which stand in the file only as rules
        (paragraph("甲", number=(1, 0)) + paragraph("乙", number=(1, 1)) + paragraph("丙", number=(1, 0)), "<ol><li><p>甲</p><ol><li><p>乙</p></li></ol></li><li><p>丙</p></li></ol>"),
        (paragraph("甲", number=(1, 0)) + paragraph("插一段") + paragraph("乙", number=(1, 0)), '<ol><li><p>甲</p></li></ol><p>插一段</p><ol start="2"><li><p>乙</p></li></ol>'),
        (paragraph("甲", number=(2, 0)) + paragraph("乙", number=(2, 1)) + paragraph("丙", number=(2, 0)) + paragraph("丁", number=(2, 1)), "<p>一、甲</p><p>（一）乙</p><p>二、丙</p><p>（一）丁</p>"),
        (paragraph("点", number=(3, 0)), "<ul><li><p>点</p></li></ul>"),
        (paragraph("五", number=(4, 0)) + paragraph("六", number=(4, 0)), '<ol start="5"><li><p>五</p></li><li><p>六</p></li></ol>'),
        (paragraph("先说") + paragraph("利率", style="2") + paragraph("期限", style="22"), "<p>先说</p><h2>一、利率</h2><p>二、期限</p>"),  # by the style, and by one based on it
        (paragraph("没有编号", number=(0, 0)) + paragraph("没有这个列表", number=(99, 0)), "<p>没有编号</p><p>没有这个列表</p>"),
        (paragraph("\ue0001\ue0011.\ue002冒充"), "<p>11.冒充</p>"),  # our own marks in a text
    ],
)  # fmt: skip
def test_what_arrives(body, html, db):
    assert read_docx(upload(made(body, links={"rId9": "https://www.court.gov.cn/"}))).html == html


def test_title_and_pictures(db):
    """Each picture stands behind its paragraph with its own words; the bytes come as they are, each once."""
    body = paragraph("民间借贷", style="a3") + paragraph("一", style="1")
    body += paragraph("文", inside=drawing("p1", "借条") + drawing("p2")) + paragraph(inside=drawing("p1"))
    found = read_docx(upload(made(body, pictures={"p1": b"one", "p2": b"two"})))
    assert found.title == "民间借贷"
    assert found.html == (
        '<h2>一</h2><p>文</p><figure><img data-image="1" alt="借条"></figure>'
        '<figure><img data-image="2" alt=""></figure><figure><img data-image="1" alt=""></figure>'
    )
    assert found.pictures == [Picture(b"one"), Picture(b"two")]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (paragraph(inside=drawing("p")), "{}"),  # nothing else
        (paragraph("题", style="1") + paragraph(inside=drawing("p")), "{}"),  # behind the title
        (paragraph("甲", number=(1, 0), inside=drawing("p")), "<ol><li><p>甲</p>{}</li></ol>"),
        (paragraph("甲", number=(1, 0)) + paragraph(inside=drawing("p")) + paragraph("乙", number=(1, 0)), '<ol><li><p>甲</p></li></ol>{}<ol start="2"><li><p>乙</p></li></ol>'),
        (f"<w:tbl><w:tr><w:tc>{paragraph('甲', inside=drawing('p'))}</w:tc></w:tr></w:tbl>", "<table><tbody><tr><td><p>甲</p>{}</td></tr></tbody></table>"),
        (paragraph("文", inside="<w:del>" + drawing("p") + "</w:del>"), "<p>文</p>"),
    ],
)  # fmt: skip
def test_where_a_picture_stands(body, html, db):
    figure = '<figure><img data-image="1" alt=""></figure>'
    assert read_docx(upload(made(body, pictures={"p": b"x"}))).html == html.format(figure)


def test_pictures_that_stay_behind_are_named(monkeypatch):
    monkeypatch.setattr(docx_pictures, "MAX_PICTURES", 5)
    monkeypatch.setattr(docx_pictures, "MAX_BYTES", 10)
    monkeypatch.setattr(docx_pictures, "MAX_TOTAL", 12)
    links = {"linked": "file:///C:/a.png", "missing": "media/none.png"}
    data = {"large": b"0123456789x", "one": b"0123456789", "much": b"abc", "many": b"a", "more": b"b"}
    drawings = [drawing("linked").replace("r:embed", "r:link"), *map(drawing, ["missing", *data])]
    _, pictures = convert(made(paragraph("文", inside="".join(drawings)), links=links, pictures=data))
    refused = [
        docx_pictures.LINKED,
        docx_pictures.LINKED,
        docx_pictures.TOO_LARGE,
        None,
        docx_pictures.TOO_MUCH,
    ]
    assert [picture.get("refused") for picture in pictures] == [*refused, docx_pictures.TOO_MANY]


@pytest.mark.parametrize(
    ("form", "text", "html"),
    [
        ("chineseCounting", "%1、", "<p>一、文</p>"),
        ("japaneseCounting", "（%1）", "<p>（一）文</p>"),  # Word's name for it in many Chinese documents
        ("decimalEnclosedCircleChinese", "%1", "<p>①文</p>"),
        ("ideographTraditional", "%1、", "<p>甲、文</p>"),
        ("lowerRoman", "(%1)", "<p>(i) 文</p>"),
        ("upperLetter", "%1．", "<p>A．文</p>"),
        ("decimal", "第%1条", "<p>第1条 文</p>"),
        ("decimal", "", "<p>文</p>"),  # counts without showing it
        ("none", "", "<p>文</p>"),
    ],
)
def test_numbers_of_many_forms(form, text, html):
    first = '"chineseCountingThousand"/><w:lvlText w:val="%1、"'
    numbering = NUMBERING.replace(first, f'"{form}"/><w:lvlText w:val="{text}"')
    data = made(paragraph("文", number=(2, 0)), **{"word/numbering.xml": numbering})
    assert convert(data)[0].html == html


NESTED = (
    "".join(f"<w:tbl><w:tr><w:tc w:x='{n * 7919 % 99991}'>" for n in range(5_000))
    + "</w:tc></w:tr></w:tbl>" * 5_000
)
ENTITY = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "'
    + "ha" * 5_000
    + '"><!ENTITY b "'
    + "&a;" * 5_000
    + f'">]><w:document {W}><w:body>&b;</w:body></w:document>'
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"hello", archive.NOT_WORD, id="no word"),
        pytest.param(archive.OLE + bytes(600), archive.OLD_WORD, id="doc"),
        pytest.param(made("", **{"word/big.xml": bytes(31 * 2**20)}), archive.TOO_LARGE, id="bomb"),
        pytest.param(made(paragraph("段") * 50_000), archive.SUSPECT, id="50,000 equal paragraphs"),
        pytest.param(made("".join(paragraph(os.urandom(40).hex()) for _ in range(50_000))), archive.TOO_COMPLEX, id="50,000 paragraphs"),
        pytest.param(made(NESTED), archive.TOO_COMPLEX, id="nesting"),
        pytest.param(made("", **{"word/document.xml": ENTITY}), archive.SUSPECT, id="external entity"),
        pytest.param(made("", **{"word/document.xml": LAUGHS}), archive.SUSPECT, id="laughs"),
        pytest.param(made("<w:p><broken"), archive.SUSPECT, id="broken xml"),
        pytest.param(zipped({"[Content_Types].xml": "", "word/x.xml": ""}), archive.SUSPECT, id="no document"),
        pytest.param(made(paragraph("")), docx.EMPTY, id="no text"),
    ],
)  # fmt: skip
def test_what_means_harm_is_refused_within_the_limits(data, sentence, db, monkeypatch):
    """With 3 s of the processor instead of 10."""
    monkeypatch.setattr(docx, "PYTHON", [*docx.PYTHON[:-2], "-c", HURRIED])
    start = time.monotonic()
    with pytest.raises(WordRefused) as refusal:
        read_docx(upload(data))
    assert str(refusal.value) == sentence
    assert time.monotonic() - start < docx.SECONDS + 5


HURRIED = "from articles.importing import docx_worker as one; one.CPU_SECONDS = 3; one.main()"


def test_a_dangerous_link_does_not_arrive(db):
    found = read_docx(upload(made(paragraph("见", inside=LINK), links={"rId9": "javascript:alert(1)"})))
    assert found.html == "<p>见公告</p>"


def test_more_than_an_article_holds_is_refused_in_its_words(db):
    with pytest.raises(ValidationError, match="正文太长"):
        read_docx(upload(made("".join(paragraph(os.urandom(1_500).hex()) for _ in range(200)))))


def test_too_large_a_file_is_refused_unread(db):
    file = upload(b"x")
    file.size = docx.MAX_UPLOAD + 1
    with pytest.raises(WordRefused, match="最多 20 MB"):
        read_docx(file)


def test_the_process_has_its_limits_and_knows_no_secret(monkeypatch, db, tmp_path):
    """A worker that tells what it was given, instead of ours."""
    (tmp_path / "spy.py").write_text(
        "import json, os, resource, sys\n"
        "from articles.importing import docx_worker\n"
        "docx_worker.limit()\n"
        "limits = [resource.getrlimit(getattr(resource, n))[0] for n in ('RLIMIT_CPU', 'RLIMIT_AS')]\n"
        "told = {'environment': sorted(os.environ), 'limits': limits, 'group': os.getpgrp() == os.getpid()}\n"
        "json.dump({'html': '<p>x</p>', 'title': json.dumps(told), 'pictures': []}, sys.stdout)\n"
    )
    monkeypatch.setenv("SECRET_KEY", "must not be seen")
    monkeypatch.setattr(docx, "PYTHON", [*docx.PYTHON[:1], "-c", SPY.format(folder=str(tmp_path))])
    told = json.loads(read_docx(upload(b"x")).title)
    assert told == {"environment": ["LC_ALL"], "limits": [10, 512 * 2**20], "group": True}


SPY = "import runpy, sys; sys.path[:0] = [{folder!r}]; runpy.run_module('spy', run_name='__main__')"


def test_who_does_not_answer_is_ended(monkeypatch, db):
    monkeypatch.setattr(docx, "PYTHON", [docx.PYTHON[0], "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(docx, "SECONDS", 0.5)
    start = time.monotonic()
    with pytest.raises(WordRefused) as refusal:
        read_docx(upload(b"x"))
    assert (str(refusal.value), time.monotonic() - start < 10) == (archive.TOO_COMPLEX, True)


def test_two_at_a_time(committed, monkeypatch):
    """While two are being read a third waits its while, then is told; when one is done, the next may."""
    monkeypatch.setattr(turns, "PATIENCE", 0.5)
    release, holding = threading.Event(), threading.Barrier(turns.AT_ONCE + 1)

    def hold():
        with turns.turn():
            holding.wait()
            release.wait(20)
        connection.close()

    threads = [threading.Thread(target=hold) for _ in range(turns.AT_ONCE)]
    for thread in threads:
        thread.start()
    holding.wait(20)
    with pytest.raises(WordRefused) as refusal:
        read_docx(upload(made(paragraph("三"))))
    release.set()
    for thread in threads:
        thread.join()
    assert str(refusal.value) == turns.BUSY
    assert read_docx(upload(made(paragraph("三")))).html == "<p>三</p>"
