"""Which files make one law, in which order, and what cannot be read."""

import pytest

from statutes.importing.sources import read, sources
from statutes.importing.tree import OutlineError
from tests.statutes.importing.texts import write

CODE = "中华人民共和国大典"


def book(folder, name: str, *lines: str):
    return write(folder, f"大典/{name}.md", *lines, title=CODE, head=(f"# {name}", "2020年5月28日 通过"))


@pytest.fixture
def code(tmp_path):
    book(tmp_path, "附则", "第三条 丙。")
    book(tmp_path, "总则", "## 第一章 一般", "第一条 甲。")
    return book(tmp_path, "物权编", "## 第一章 一般", "第二条 乙。")


def test_the_books_of_a_code_are_one_law(tmp_path, code):
    (source,) = sources(tmp_path)
    outline = read(source)
    assert [(p.key, p.path) for p in outline.provisions] == [
        ("1", "总则 第一章 一般"),
        ("2", "物权编 第一章 一般"),
        ("3", "附则"),
    ]
    assert (source.name, source.kept_as) == ("大典", "大典/")


def test_one_book_stands_for_all(code):
    (source,) = sources(code)
    assert len(read(source).provisions) == 3


def test_a_code_without_one_of_its_books_is_refused(tmp_path, code):
    code.unlink()
    (source,) = sources(tmp_path)
    with pytest.raises(OutlineError, match="条号接不上"):
        read(source)


def test_dated_files_come_first_and_hidden_ones_not_at_all(tmp_path):
    for name in ("乙.md", "丙(2020-01-02).md", "甲(2020-01-01).md", ".藏.md", "~$锁.docx", "说明.txt"):
        write(tmp_path, name, "第一条 甲。")
    assert [source.name for source in sources(tmp_path)] == [
        "丙(2020-01-02).md",
        "甲(2020-01-01).md",
        "乙.md",
    ]


def test_a_single_file(tmp_path):
    path = write(tmp_path, "刑法/小法(2020-01-01).md", "第一条 甲。")
    (source,) = sources(path)
    assert (source.name, source.kept_as) == ("小法(2020-01-01).md", "刑法/小法(2020-01-01).md")
    assert source.folders[-1] == "刑法"


def test_what_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        sources(tmp_path / "无")


def test_what_is_no_text(tmp_path):
    path = tmp_path / "坏.md"
    path.write_bytes("# 标题\n\n".encode() + b"\xff\xfe")
    with pytest.raises(OutlineError, match=r"^第 3 行：不是 UTF-8 编码$"):
        read(sources(path)[0])


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = write(tmp_path, "小法.md", "第一条 甲。")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(sources(path)[0]).title == "中华人民共和国小法"
