"""The process that opens one .docx, with little time and memory: a file on its input, JSON on its output."""

import json
import re
import resource
import sys
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import mammoth

from articles.importing.archive import SUSPECT, TOO_COMPLEX, refuse_unsound
from articles.importing.docx_pictures import Gathering
from articles.importing.numbering import BEGIN, END, MIDDLE, OURS, read_numbering, write_markers
from articles.importing.word import Imported, WordRefused, document

CPU_SECONDS, MEMORY, MAX_OUTPUT = 10, 512 * 2**20, 40 * 2**20  # pictures: 20 MB, written in base64
# Word's names of styles that mammoth does not know by itself; contents and comments are no text.
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='标题'] => h1.title:fresh
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
p[style-name='TOC Heading'] => !
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
MARKER = re.compile(f"{BEGIN}(\\d){MIDDLE}([^{END}]{{0,40}}){END}")
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def main() -> None:
    """Answer with {"html", "title", "pictures"}, or {"refused": a Chinese sentence}."""
    limit()
    try:
        found, pictures = convert(sys.stdin.buffer.read())
        answer = {"html": found.html, "title": found.title, "pictures": pictures}
    except WordRefused as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": TOO_COMPLEX}
    except Exception:  # whatever mammoth trips over, the file is at fault
        answer = {"refused": SUSPECT}
    sys.stdout.write(json.dumps(answer))


def limit() -> None:
    """From here on the process has so much time, memory and output, and can start no other."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(data: bytes) -> tuple[Imported, list[dict[str, str]]]:
    """The document's text, in which pictures have numbers, and the pictures. Raises WordRefused."""
    refuse_unsound(data)
    gathering = Gathering()
    result = mammoth.convert_to_html(
        BytesIO(prepared(data)),
        style_map=STYLES,
        include_embedded_style_map=False,
        convert_image=gathering.take,
        external_file_access=False,
    )
    html = MARKER.sub(r'<span style="mso-list:ignore" data-level="\1">\2</span>', result.value)
    return document(html.translate(OURS)), gathering.found


def prepared(data: bytes) -> bytes:
    """The archive with the numbers of paragraphs written out, and without hidden text, which mammoth would show."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: _parsed(parts.get(name)) for name in (*PARTS, "word/numbering.xml", "word/styles.xml")}
    main_part = trees["word/document.xml"]
    if main_part is None:
        return data  # the main part has another name; mammoth finds it and numbers by itself
    w = main_part.tag.rpartition("}")[0] + "}"
    for name in PARTS:
        if trees[name] is not None:
            _without_hidden(trees[name], w)
    numbering = read_numbering(trees["word/numbering.xml"], trees["word/styles.xml"], w)
    write_markers(main_part, numbering, w)
    return _packed(
        parts | {name: ElementTree.tostring(trees[name]) for name in PARTS if trees[name] is not None}
    )


def _parsed(xml: bytes | None) -> ElementTree.Element | None:
    if xml is None:
        return None
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:  # Word writes none
        raise WordRefused(SUSPECT)
    return ElementTree.fromstring(xml)  # noqa: S314 - no DTD, and the process has its limits


def _without_hidden(root: ElementTree.Element, w: str) -> None:
    for parent in root.iter():
        for run in parent.findall(w + "r"):
            hidden = run.find(f"{w}rPr/{w}vanish")
            if hidden is not None and hidden.get(w + "val", "1") not in {"0", "false"}:
                parent.remove(run)
    for text in root.iter(w + "t"):
        text.text = (text.text or "").translate(OURS)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


if __name__ == "__main__":
    main()
