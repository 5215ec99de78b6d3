"""How many have approved a revision, and how many must."""

from articles.models import Approval, Revision
from firm.models import User


def approvers(revision: Revision) -> list[int]:
    """The ids of those who approved the revision as it was last submitted."""
    given = Approval.objects.filter(revision=revision, submitted_at=revision.submitted_at)
    return list(given.values_list("by", flat=True))


def names(revision: Revision) -> list[str]:
    """The names of those who have approved a revision that still waits, for another reviewer or for its hour."""
    if revision.state not in Revision.LOCKED:
        return []
    return [str(user) for user in User.objects.filter(pk__in=approvers(revision))]


def missing_approvals(revision: Revision) -> int:
    """How many approvals it still needs: its column says whether two people must have looked."""
    needed = 2 if revision.column.needs_second_reviewer else 1
    return max(0, needed - len(approvers(revision)))
