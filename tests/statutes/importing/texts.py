"""Small sources for the tests: Markdown texts and .docx files."""

import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

MINI = "中华人民共和国小法"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def markdown(*lines: str, title: str = MINI, head: tuple[str, ...] = ("2020年1月1日 通过",)) -> str:
    """A source in the Markdown form."""
    return "\n\n".join([f"# {title}", *head, "<!-- INFO END -->", *lines]) + "\n"


def write(folder: Path, name: str, *lines: str, **more) -> Path:
    """A Markdown file under a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(*lines, **more), "utf-8")
    return path


def docx(*paragraphs: str, xml: str | bytes = "", **members: bytes) -> bytes:
    """A .docx of these paragraphs, or with this document.xml, and other members."""
    body = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
    document = xml or f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()
