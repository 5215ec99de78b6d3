"""An uploaded .docx -> clean HTML, worked out in a process of its own that may be killed."""

import json
import os
import signal
import subprocess
import sys
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from django.core.files.base import File

from articles.html import sanitise
from articles.importing.archive import TOO_COMPLEX
from articles.importing.turns import turn
from articles.importing.word import WordRefused

ROOT = Path(__file__).resolve().parents[2]
# Without the environment's settings and the user's packages, in UTF-8, leaving no files behind.
PYTHON = [sys.executable, "-E", "-s", "-B", "-X", "utf8", "-m", "articles.importing.docx_worker"]
MAX_UPLOAD = 20 * 2**20
SECONDS = 20  # by the clock on the wall; the process itself has 10 s of the processor
TOO_LARGE = "文件太大：最多 20 MB。请删去图片或附件，或分成几份再导入。"
EMPTY = "文档里没有找到文字。"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a document: its bytes as they stand there, or why it is not taken, in Chinese."""

    data: bytes = b""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says: no body of an article yet, for its figures name its own pictures, counted from 1."""

    html: str
    title: str
    pictures: list[Picture]


def read_docx(upload: File) -> Document:
    """The text of an uploaded .docx, sanitised, with its title if it names one, and its pictures, which are not.

    Raises WordRefused, or BodyRefused where the text is more than an article can hold.
    """
    if upload.size > MAX_UPLOAD:
        raise WordRefused(TOO_LARGE)
    with turn():
        answer = _ask(upload)
    if "refused" in answer:
        raise WordRefused(answer["refused"])
    html = sanitise(answer["html"])
    if not html:
        raise WordRefused(EMPTY)
    return Document(html, answer["title"], [_picture(each) for each in answer["pictures"]])


def _picture(entry: dict[str, str]) -> Picture:
    return Picture(b64decode(entry.get("data", "")), entry.get("refused", ""))


def _ask(upload: File) -> dict:
    """What the worker says of the file. Its environment holds nothing: no password, no key."""
    with TemporaryFile() as given, TemporaryFile() as answered:
        for part in upload.chunks():
            given.write(part)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own module, and the file goes in by its standard input
            PYTHON,
            stdin=given,
            stdout=answered,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        _await(process)
        answered.seek(0)
        try:
            return json.loads(answered.read())
        except ValueError:  # killed by its limits before it could answer
            return {"refused": TOO_COMPLEX}


def _await(process: subprocess.Popen) -> None:
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
