"""The tables of the law: statutes, their names, their dated versions, their provisions."""

from statutes.models.provision import Provision
from statutes.models.statute import Statute, StatuteAlias, StatuteVersion

__all__ = ["Provision", "Statute", "StatuteAlias", "StatuteVersion"]
