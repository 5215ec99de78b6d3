"""The roles, by the names of the groups that a migration makes."""

from django.db.models import TextChoices

from firm.models import Firm, User


class Role(TextChoices):
    """What somebody is in the newsroom; each is a Django group of this name."""

    LAWYER = "律师"
    REVIEWER = "审核"
    ADMINISTRATOR = "管理员"
    GUEST_EDITOR = "访客编辑"  # writes drafts, which somebody else submits


def may_approve_own() -> bool:
    """Whether the firm lets people publish what they wrote themselves."""
    return Firm.load().allow_self_approval


def has_role(user: User, role: Role) -> bool:
    """Whether the user is in the group of that role; superusers are administrators."""
    if user.is_superuser and role == Role.ADMINISTRATOR:
        return True
    return user.groups.filter(name=role).exists()


def may_approve(user: User) -> bool:
    """Whether the person may stand by what is published: not a trainee, not with an expired 执业证, not who has left.

    Reviewers and administrators who are not lawyers at all are judged by their role alone.
    """
    lawyer = getattr(user, "lawyer", None)
    return lawyer is None or (lawyer.is_on_staff and lawyer.is_licensed)
