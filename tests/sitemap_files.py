"""What a search engine finds in the sitemaps: the files that robots.txt names, and the pages that a file lists."""

from xml.etree import ElementTree

from django.conf import settings

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def maps(client, name: str = "") -> list[str]:
    """The paths of the files, of one section where it is named: ids decide which number a file has."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    paths = [
        line.removeprefix(f"Sitemap: {settings.SITE_URL}") for line in lines if line.startswith("Sitemap: ")
    ]
    return [path for path in paths if path.startswith(f"/sitemaps/{name}-")] if name else paths


def listed(response) -> dict[str, str | None]:
    """The paths of a file with their dates."""
    rows = ElementTree.fromstring(response.getvalue()).findall("s:url", NAMESPACE)
    return {
        row.findtext("s:loc", None, NAMESPACE).removeprefix(settings.SITE_URL): row.findtext(
            "s:lastmod", None, NAMESPACE
        )
        for row in rows
    }


def pages(client, name: str) -> dict[str, str | None]:
    """All pages of a section, whatever files they stand in."""
    found = {}
    for path in maps(client, name):
        found |= listed(client.get(path))
    return found
