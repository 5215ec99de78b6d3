"""Whether a .docx may be opened at all: a ZIP archive of a sound size, whatever its headers say."""

import zipfile
import zlib
from io import BytesIO

from articles.importing.word import WordRefused

MAX_UNPACKED, MAX_MEMBERS, MAX_RATIO = 30 * 2**20, 2_000, 100
SMALL = 100_000  # bytes; below, a ratio says nothing
STEP = 2**16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .wps, and .docx with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NOT_WORD = "这不是 Word 文档（.docx）。请选择扩展名是 .docx 的文件。"
OLD_WORD = "这是旧版 Word 或 WPS 的文档（.doc、.wps）。请用 Word 或 WPS 打开，“另存为”.docx，再导入。"
PASSWORD = "这份文档设了密码，打不开。请在 Word 里取消密码，另存之后再导入。"  # noqa: S105
TOO_LARGE = "这份文档解压后太大（超过 30 MB）。请删去图片或附件，或分成几份再导入。"
SUSPECT = "这份文档的压缩包不正常，没有打开。请在 Word 里“另存为”一份新的 .docx 再导入。"
TOO_COMPLEX = "这份文档的格式太复杂，限定的时间和内存里读不完。请分成几份，或把文字复制出来粘贴到正文里。"
UNSOUND = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError)


def refuse_unsound(data: bytes) -> None:
    """Raise WordRefused for what is no .docx, or unpacks to too much. Unpacks all, a step at a time, and keeps nothing."""
    if data.startswith(OLE):
        raise WordRefused(PASSWORD if ENCRYPTED in data else OLD_WORD)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_members(archive.infolist())
            _unpack(archive)
    except UNSOUND as error:
        raise WordRefused(NOT_WORD if not data.startswith(b"PK") else SUSPECT) from error


def _refuse_members(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise WordRefused(NOT_WORD)
    if any(member.flag_bits & 0x1 for member in members):
        raise WordRefused(PASSWORD)
    if len(members) > MAX_MEMBERS or len(names) < len(members) or not all(map(_is_plain, names)):
        raise WordRefused(SUSPECT)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise WordRefused(TOO_LARGE)


def _is_plain(name: str) -> bool:
    """A name that stays inside the archive's own folder."""
    return not (name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"))


def _unpack(archive: zipfile.ZipFile) -> None:
    """Count what really comes out; a size in a header is only a claim."""
    total = 0
    for member in archive.infolist():
        size = 0
        with archive.open(member) as stream:
            while part := stream.read(STEP):
                size += len(part)
                total += len(part)
                if total > MAX_UNPACKED:
                    raise WordRefused(TOO_LARGE)
        if size > SMALL and size > MAX_RATIO * max(member.compress_size, 1):
            raise WordRefused(SUSPECT)
