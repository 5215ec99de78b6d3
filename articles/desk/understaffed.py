"""Columns that too few people can review: those named have left, lost the right, or their 执业证 has expired."""

from dataclasses import dataclass

from articles.models import Column
from articles.rights import all_reviewers
from firm.access import may_approve
from firm.models import User


@dataclass(frozen=True, slots=True)
class Understaffed:
    """A column with how many can approve there, and how many must."""

    column: Column
    able: int
    needed: int


def columns(user: User) -> list[Understaffed]:
    """The columns in which nothing can be published as things are; for who may change that."""
    if not user.has_perm("articles.change_column"):
        return []
    able = {reviewer.pk for reviewer in all_reviewers().select_related("lawyer") if may_approve(reviewer)}
    found = []
    for column in Column.objects.prefetch_related("reviewers"):
        named = {reviewer.pk for reviewer in column.reviewers.all()}
        here, needed = len(able & named if named else able), 2 if column.needs_second_reviewer else 1
        if here < needed:
            found.append(Understaffed(column, here, needed))
    return found
