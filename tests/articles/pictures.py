"""Pictures made for the tests."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (2000, 1000), color=(180, 30, 30), **saved) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, color).save(out, kind, **saved)
    return out.getvalue()


def moving(kind: str) -> bytes:
    """Two frames."""
    return picture(kind, (20, 10), save_all=True, append_images=[Image.new("RGB", (20, 10), (0, 0, 0))])


def upload(data: bytes | None = None, name: str = "照片.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data)
