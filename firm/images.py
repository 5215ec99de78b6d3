"""Uploaded pictures, always drawn anew so that only pixels are kept."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a small file can unpack to gigabytes
NOT_STORED = "图片没有存成：存放图片的地方满了或暂时不能用。请过几分钟再试；还是不行，请告诉管理员。"
REFUSED = "只接受 JPEG、PNG 或 WebP 图片，且不超过 10 MB、5,000 万像素。"

log = logging.getLogger(__name__)


def reencode(upload: File, max_side: int) -> ContentFile:
    """The picture as WebP under a random name, upright, at most max_side pixels wide and high.

    What is not pixels (EXIF, GPS, trailing scripts) is left behind. Raises ValidationError.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(REFUSED)
    try:
        picture = _open(upload)
        picture.thumbnail((max_side, max_side))
        out = BytesIO()
        picture.save(out, "WEBP", quality=85)
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(REFUSED) from error
    return ContentFile(out.getvalue(), name=f"{uuid4().hex}.webp")


def pixels(upload: File) -> int:
    """How many pixels a picture has by its own account, without unpacking it; 0 for what is no picture that we read."""
    upload.seek(0)
    try:
        width, height = Image.open(upload, formats=FORMATS).size
    except Exception:  # whatever Pillow trips over is told where the picture is drawn
        return 0
    return width * height


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as a WebP file under a random name, and how large it is in pixels."""

    file: ContentFile
    width: int
    height: int


def draw_sizes(upload: File, widths: Sequence[int]) -> list[Drawn]:
    """The picture drawn anew in several widths, the narrowest first; none wider than the picture is.

    As reencode() leaves behind what is not pixels. Raises ValidationError.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(REFUSED)
    try:
        picture = _open(upload, widest=max(widths))
        return [_drawn(picture, width) for width in _fitting(widths, picture.width)]
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(REFUSED) from error


def _fitting(widths: Sequence[int], width: int) -> list[int]:
    """The widths below the picture's own, then its own or the largest asked for."""
    return [*(each for each in sorted(widths) if each < min(width, max(widths))), min(width, max(widths))]


def _drawn(picture: Image.Image, width: int) -> Drawn:
    height = max(1, round(picture.height * width / picture.width))
    resized = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = BytesIO()
    resized.save(out, "WEBP", quality=82)
    return Drawn(ContentFile(out.getvalue(), name=f"{uuid4().hex}.webp"), width, height)


def _open(upload: File, widest: int | None = None) -> Image.Image:
    """The picture, upright. Where no more than a width is asked for, a JPEG is not unpacked to more than it needs."""
    upload.seek(0)
    picture = Image.open(upload, formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(REFUSED)
    if widest:
        picture.draft("RGB", (widest, widest))  # never smaller than that on either side
    upright = ImageOps.exif_transpose(picture)
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


class ReencodedFieldFile(ImageFieldFile):
    """Every file that goes into the storage by this field goes through save()."""

    def save(self, name, content, save=True):
        clean = reencode(content, self.field.max_side)
        super().save(clean.name, clean, save)


class ReencodedImageField(models.ImageField):
    """An image column whose every new file passes through reencode, whoever saves it."""

    def __init__(self, *args, max_side: int = 1600, **kwargs):
        self.max_side = max_side
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "max_side": self.max_side}

    attr_class = ReencodedFieldFile

    def formfield(self, **kwargs):
        return super().formfield(form_class=ReencodedImageFormField, **kwargs)


class ReencodedImageFormField(forms.ImageField):
    """Says at once, in the form, that a picture cannot be taken."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {"invalid_image": REFUSED}

    def to_python(self, data):
        if data in self.empty_values:
            return None
        reencode(data, max_side=64)
        data.seek(0)
        return super().to_python(data)


class PictureForm(forms.ModelForm):
    """A form that stores its pictures when all else is well, so that a store that is away is a sentence beside the field."""

    def _post_clean(self):
        super()._post_clean()
        for name, field in self.fields.items():
            if isinstance(field, ReencodedImageFormField) and name in self.changed_data and not self.errors:
                self._store(name)

    def _store(self, name: str) -> None:
        picture = getattr(self.instance, name)
        if not picture:  # taken away
            return
        try:
            picture.save(picture.name, picture.file, save=False)
        except OSError:
            log.exception("a picture could not be stored")
            self.add_error(name, NOT_STORED)
