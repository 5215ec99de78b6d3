"""The tables of the law: statutes, their names, their dated versions, their provisions, what cites what."""

from statutes.models.law_citation import LawCitation
from statutes.models.provision import Provision
from statutes.models.statute import Statute, StatuteAlias, StatuteVersion

__all__ = ["LawCitation", "Provision", "Statute", "StatuteAlias", "StatuteVersion"]
