"""The tables of the law: statutes, their names and dated versions, provisions, what cites what, the search index."""

from statutes.models.law_citation import LawCitation
from statutes.models.provision import Provision
from statutes.models.search import IndexedProvision, Posting
from statutes.models.statute import Statute, StatuteAlias, StatuteVersion

__all__ = [
    "IndexedProvision",
    "LawCitation",
    "Posting",
    "Provision",
    "Statute",
    "StatuteAlias",
    "StatuteVersion",
]
