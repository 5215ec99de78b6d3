"""A statute or a provision as schema.org/Legislation."""

from django.conf import settings

from firm.linked_data import known
from statutes.models import Provision
from statutes.reading import Reading
from statutes.status import Status

FORCE = {
    Status.IN_FORCE: "https://schema.org/InForce",
    Status.AMENDED: "https://schema.org/NotInForce",
    Status.REPEALED: "https://schema.org/NotInForce",
    Status.NOT_YET: "https://schema.org/NotInForce",
}


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
    return known(found)


def of_provision(reading: Reading, provision: Provision) -> dict:
    """The properties of one 条, a part of its statute."""
    whole = of_statute(reading)
    shared = ("@type", "inLanguage", "legislationType", "legislationDate", "legislationLegalForce")
    return {name: whole[name] for name in shared if name in whole} | {
        "name": str(provision),
        "url": settings.SITE_URL + provision.get_absolute_url() + reading.query,
        "isPartOf": whole,
    }
