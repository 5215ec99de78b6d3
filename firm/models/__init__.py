"""The tables of the firm: its row, its users, its lawyers, its record."""

from firm.models.audit import AuditRecord
from firm.models.backup import Backup
from firm.models.firm import Firm
from firm.models.freshness import ListChange, SiteVersion
from firm.models.last_run import LastRun
from firm.models.lawyer import Lawyer
from firm.models.mail import Mail, Told
from firm.models.user import User

__all__ = [
    "AuditRecord",
    "Backup",
    "Firm",
    "LastRun",
    "Lawyer",
    "ListChange",
    "Mail",
    "SiteVersion",
    "Told",
    "User",
]
