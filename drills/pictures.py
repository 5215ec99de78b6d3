"""Pictures of a rehearsal: drawn, uploaded by the site's own code as one of its lawyers, some as portraits: for `manage.py shell`."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import uploading
from firm.models import Lawyer

PORTRAITS = 3


def drawn(number: int, size: tuple[int, int] = (1800, 1200)) -> bytes:
    """A picture like no other, as JPEG."""
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 60 + number % 40).resize(size)
    out = BytesIO()
    Image.merge("RGB", [noise, noise.rotate(number % 90), noise.rotate(90)]).save(out, "JPEG", quality=80)
    return out.getvalue()


def upload(first: int, many: int) -> None:
    """Upload so many, from a number on."""
    lawyers = list(Lawyer.objects.filter(user__isnull=False).order_by("pk"))
    for number in range(first, first + many):
        name = f"{number}.jpg"
        file = SimpleUploadedFile(name, drawn(number))
        by = lawyers[number % len(lawyers)].user
        uploading.store(file, alt=f"第 {number} 张图", is_generated=False, by=by)
    for lawyer in lawyers[:PORTRAITS]:
        lawyer.portrait.save("portrait.jpg", SimpleUploadedFile("portrait.jpg", drawn(lawyer.pk, (600, 800))))
