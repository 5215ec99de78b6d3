"""A statute or a provision as schema.org/Legislation, in JSON-LD for search engines."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from statutes.models import Provision
from statutes.reading import Reading
from statutes.status import Status

FORCE = {
    Status.IN_FORCE: "https://schema.org/InForce",
    Status.AMENDED: "https://schema.org/NotInForce",
    Status.REPEALED: "https://schema.org/NotInForce",
    Status.NOT_YET: "https://schema.org/NotInForce",
}
IN_SCRIPT = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
}  # so that no text ends the element


def of_statute(reading: Reading) -> dict:
    """The properties of a statute in the version that is shown; what is not known is left out."""
    statute, version = reading.statute, reading.version
    found = {
        "@type": "Legislation",
        "name": statute.title,
        "url": settings.SITE_URL + statute.get_absolute_url() + reading.query,
        "inLanguage": "zh-CN",
        "legislationType": statute.get_kind_display(),
        "legislationIdentifier": reading.doc_number,
        "legislationLegalForce": FORCE.get(reading.status, ""),
    }
    if statute.issuer:
        found["legislationPassedBy"] = {"@type": "Organization", "name": statute.issuer}
    if version:
        found["legislationDate"] = found["datePublished"] = version.promulgated_on.isoformat()
        if version.effective_from:
            found["legislationDateOfApplicability"] = version.effective_from.isoformat()
    return {name: value for name, value in found.items() if value}


def of_provision(reading: Reading, provision: Provision) -> dict:
    """The properties of one 条, a part of its statute."""
    whole = of_statute(reading)
    shared = ("@type", "inLanguage", "legislationType", "legislationDate", "legislationLegalForce")
    return {name: whole[name] for name in shared if name in whole} | {
        "name": str(provision),
        "url": settings.SITE_URL + provision.get_absolute_url() + reading.query,
        "isPartOf": whole,
    }


def json_ld(properties: dict) -> SafeString:
    """A data block with these properties: no browser runs it, and no words in it end it."""
    written = json.dumps({"@context": "https://schema.org"} | properties, ensure_ascii=False)
    block = f'<script type="application/ld+json">{written.translate(IN_SCRIPT)}</script>'
    return mark_safe(block)  # noqa: S308  (escaped above)
