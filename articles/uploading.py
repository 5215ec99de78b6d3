"""An uploaded picture -> a row of the library with its files; what cannot be taken is told with what to do about it."""

import logging
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from articles.models import Image
from firm import audit
from firm.images import MAX_BYTES, NOT_STORED, draw_sizes
from firm.models import User

log = logging.getLogger(__name__)
WIDTHS = (480, 960, 1600)
FOLDER = "images"
HEIC = "这是苹果手机的 HEIC 照片，网页不能显示。请先另存为 JPEG 再上传（手机上可在“设置—相机—格式”里选“兼容性最佳”）。"
SVG = "这是 SVG 矢量图，里面可以藏程序，不能上传。请导出为 PNG 再上传。"
VECTOR = (
    "这是 Windows 图元文件（EMF 或 WMF），网页不能显示。请在 Word 里右键点它，“另存为图片”选 PNG，再上传。"
)
OLD_KIND = "这是 BMP 或 TIFF 图片，网页不能显示。请另存为 PNG 或 JPEG 再上传。"
MOVING = "这是动图，不能上传。请改用静态的图片（JPEG、PNG 或 WebP）。"
TOO_LARGE = "图片超过 10 MB。请在看图软件里缩小尺寸，或另存为 JPEG 再上传。"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif")


def refuse_unfit(upload: File) -> None:
    """Raise ValidationError, in Chinese, for a file of a kind that many try and that is not taken."""
    upload.seek(0)
    head = upload.read(512)
    upload.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise ValidationError(HEIC)
    if b"<svg" in head.lower():
        raise ValidationError(SVG)
    if head[40:44] == b" EMF" or head.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")):
        raise ValidationError(VECTOR)
    if head.startswith((b"BM", b"II*\x00", b"MM\x00*")):
        raise ValidationError(OLD_KIND)
    if head.startswith(b"GIF8") or b"ANIM" in head[:48] or b"acTL" in head[:100]:
        raise ValidationError(MOVING)
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)


def store(upload: File, *, alt: str, is_generated: bool, by: User, awaits_alt: bool = False) -> Image:
    """The picture in the library; one that this user finds there already is not stored twice. Raises ValidationError.

    awaits_alt: alt only says where the picture came from, and its alternative text is still to be written.
    """
    refuse_unfit(upload)
    digest = _digest(upload)
    known = Image.objects.visible_to(by).filter(digest=digest).first()
    if known is not None:
        if not awaits_alt:
            known.describe(alt)
        return known
    drawn = draw_sizes(upload, WIDTHS)
    names = _saved([size.file for size in drawn])
    with transaction.atomic():
        sizes = [
            {"name": name, "width": size.width, "height": size.height}
            for name, size in zip(names, drawn, strict=True)
        ]
        content = {"alt": alt[:200], "awaits_alt": awaits_alt, "is_generated": is_generated, "sizes": sizes}
        image, is_new = Image.objects.get_or_create(digest=digest, uploaded_by=by, defaults=content)
        if is_new:
            audit.record("上传图片", by=by, target=image)
    if not is_new:  # a second click was faster
        _drop(names)
    return image


def _saved(files: list[File]) -> list[str]:
    """The names under which files were stored: all of them or none. Raises ValidationError where there is no room, or no store."""
    names = [f"{FOLDER}/{file.name}" for file in files]  # random, so none is there
    try:
        return [default_storage.save(name, file) for name, file in zip(names, files, strict=True)]
    except OSError as error:
        log.exception("a picture could not be stored")
        _drop(names)  # the one that broke off may be half there
        raise ValidationError(NOT_STORED) from error


def delete_files(image: Image) -> None:
    """Drop a deleted picture's files as soon as the deletion holds; files that cannot be dropped undo nothing, and are logged."""
    names = [size["name"] for size in image.sizes]
    transaction.on_commit(lambda: _drop(names), robust=True)


def _drop(names: list[str]) -> None:
    """Delete files; one that cannot be deleted now is in the log, and nothing shows it any more."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            log.exception("%s could not be deleted", name)


def _digest(upload: File) -> str:
    found = sha256()
    upload.seek(0)
    for part in upload.chunks():
        found.update(part)
    return found.hexdigest()
