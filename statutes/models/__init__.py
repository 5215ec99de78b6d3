"""The tables of the law: statutes, their names, their dated versions, their provisions, the index of these."""

from statutes.models.provision import Provision
from statutes.models.search import IndexedProvision, Posting
from statutes.models.statute import Statute, StatuteAlias, StatuteVersion

__all__ = ["IndexedProvision", "Posting", "Provision", "Statute", "StatuteAlias", "StatuteVersion"]
