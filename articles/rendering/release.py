"""By which release a page was rendered: pages of another one are rendered anew."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

# All that puts words on an article's page.
SOURCES = (
    "templates/articles/*.html",
    "templates/_*.html",
    "templates/statutes/_text.html",
    "articles/*.py",
    "articles/law/*.py",
    "articles/models/*.py",
    "articles/related/*.py",
    "articles/rendering/*.py",
    "articles/seo/*.py",
    "articles/templatetags/*.py",
    "firm/linked_data.py",
    "firm/models/*.py",
    "statutes/models/*.py",
)


def rendering() -> str:
    """16 hexadecimal digits that change with the code, the templates and the site's address."""
    return _digest(settings.SITE_URL)


@cache
def _digest(site_url: str) -> str:
    digest = sha256(site_url.encode())
    for pattern in SOURCES:
        for file in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
