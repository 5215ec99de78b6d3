"""Who writes the made-up archive, and where: accounts, lawyers, columns and their notices; safe to call again."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from articles.models import Column, CopyrightNotice
from firm.access import Role
from firm.models import Lawyer, User
from hefei_site.generating.subjects import COLUMNS, SURNAMES

LAWYERS = 50
LICENCE = 13309900000000000  # of nobody: the firm's own begin otherwise
GIVEN = "明远 思齐 若水 知行 文博 雨桐 景行 子衿 清扬 书言".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The people and places of the archive; lawyers and columns in their order."""

    administrator: User
    reviewer: User
    reviewer_of_one_column: User
    lawyers: tuple[Lawyer, ...]
    columns: tuple[Column, ...]
    original: CopyrightNotice
    reprint: CopyrightNotice


def newsroom() -> Newsroom:
    """The archive's own newsroom, made where it is not there yet; nobody in it has a password."""
    one = _user("generated-reviewer-1", "样例审核人一", Role.REVIEWER)
    original = _notice("样例原创", "original", "本文由{firm}原创，转载请附链接：{link}")
    return Newsroom(
        administrator=_user("generated-administrator", "样例管理员", Role.ADMINISTRATOR),
        reviewer=(both := _user("generated-reviewer", "样例审核人", Role.REVIEWER)),
        reviewer_of_one_column=one,
        lawyers=tuple(map(_lawyer, range(LAWYERS))),
        columns=tuple(_columns(original, one, both)),
        original=original,
        reprint=_notice("样例转载", "reprint", "转载自{source}。"),
    )


def _user(username: str, name: str, role: str) -> User:
    user, is_new = User.objects.get_or_create(username=username, defaults={"name": name, "is_staff": True})
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=role))
    return user


def _lawyer(number: int) -> Lawyer:
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number // 5 % len(GIVEN)]
    user = _user(f"generated-lawyer-{number}", name, Role.LAWYER)
    licence = {"name": name, "licence_number": f"{LICENCE + number}", "order": 200}
    return Lawyer.objects.get_or_create(user=user, defaults=licence)[0]


def _notice(name: str, kind: str, wording: str) -> CopyrightNotice:
    return CopyrightNotice.objects.get_or_create(name=name, defaults={"kind": kind, "wording": wording})[0]


def _columns(notice: CopyrightNotice, one: User, both: User) -> list[Column]:
    """The first is reviewed by one person alone, the next two by another; half of them ask to be read again."""
    made = []
    for place, (name, slug) in enumerate(COLUMNS):
        rest = {"name": f"样例·{name}", "notice": notice, "order": 200 + place}
        rest["reread_months"] = 1 if place < len(COLUMNS) // 2 else None
        column, is_new = Column.objects.get_or_create(slug=f"sample-{slug}", defaults=rest)
        if is_new and place < 3:
            column.reviewers.add(both if place else one)
        made.append(column)
    return made
