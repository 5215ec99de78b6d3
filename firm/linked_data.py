"""What a page is, in the words of schema.org, as JSON-LD for search engines.

Google asks of a LegalService (a LocalBusiness) name and address, of a BreadcrumbList position, name and, but for the
last, item; it recommends for an Article author (name, url), dates, headline and image, with nothing but the name in
author.name. https://developers.google.com/search/docs/appearance/structured-data
"""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from firm.characters import fit
from firm.models import Firm, Lawyer

IN_SCRIPT = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
}  # so that no text ends the element


def json_ld(properties: dict) -> SafeString:
    """A data block with these properties: no browser runs it, and no words in it end it."""
    written = fit(json.dumps({"@context": "https://schema.org"} | properties, ensure_ascii=False))
    block = f'<script type="application/ld+json">{written.translate(IN_SCRIPT)}</script>'
    return mark_safe(block)  # noqa: S308  (escaped above)


def known(properties: dict) -> dict:
    """The properties without those of which nothing is known."""
    return {name: value for name, value in properties.items() if value}


def breadcrumbs(*trail: tuple[str, str]) -> dict:
    """The way to a page: names and paths, the page itself last, whose path may be empty."""
    items = [
        known(
            {"@type": "ListItem", "position": place, "name": name, "item": path and settings.SITE_URL + path}
        )
        for place, (name, path) in enumerate((("首页", "/"), *trail), 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def publisher(firm_name: str) -> dict:
    """The firm where something else is spoken of; its own pages say the rest under the same @id."""
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#firm",
        "name": firm_name,
        "url": f"{settings.SITE_URL}/",
    }


def firm(row: Firm) -> dict:
    """The firm: a LegalService once it has an address, which Google requires of one; until then an Organization."""
    address = {"@type": "PostalAddress", "streetAddress": row.address, "addressCountry": "CN"}
    about = known(
        {
            "alternateName": row.short_name,
            "description": row.tagline,
            "telephone": row.phone,
            "email": row.email,
            "identifier": row.licence_number,
        }
    )
    place = {"@type": "LegalService", "address": address} if row.address else {}
    return publisher(row.name) | about | place


def website(firm_name: str) -> dict:
    """The site, with the name under which Google lists it."""
    return {"@type": "WebSite", "name": firm_name, "url": f"{settings.SITE_URL}/", "inLanguage": "zh-CN"}


def person(lawyer: Lawyer) -> dict:
    """A lawyer as an author; with a title only where the law allows one (Lawyer.printed_title)."""
    return known(
        {
            "@type": "Person",
            "name": lawyer.name,
            "jobTitle": lawyer.printed_title,
            "url": settings.SITE_URL + lawyer.get_absolute_url(),
        }
    )


def lawyer(row: Lawyer, firm_name: str) -> dict:
    """A lawyer on a page of their own."""
    portrait = settings.SITE_URL + row.portrait.url if row.portrait else ""
    return person(row) | known(
        {
            "description": row.bio,
            "image": portrait,
            "identifier": row.printed_licence,
            "knowsAbout": [field for field in row.specialties.replace("，", "、").split("、") if field],
            "worksFor": publisher(firm_name) if row.is_on_staff else None,
        }
    )
