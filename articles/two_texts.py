"""Two states of the writing form laid against each other, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import Form

from articles.html import text_of
from articles.typed import said
from statutes.difference import Kind, Line, difference


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that does not say the same in both texts."""

    label: str
    lines: tuple[Line, ...]
    is_form_only: bool  # the words are the same: only marks, spaces, or how the body is set


def differences(before: Form, after: Form) -> list[FieldDifference]:
    """The fields that differ, in the form's order: what only before says is OUT, what only after says is IN."""
    old, new = said(before), said(after)
    return [
        _difference(after.fields[name].label, name, old[name], new[name])
        for name in new
        if old[name] != new[name]
    ]


def say_the_same(one: Form, other: Form) -> bool:
    """Whether nothing differs in what two forms say."""
    return said(one) == said(other)


def _difference(label: str, name: str, old: str, new: str) -> FieldDifference:
    if name == "body":
        old, new = text_of(old), text_of(new)
    lines = difference(old, new)
    return FieldDifference(str(label), lines, not _changed(lines))


def _changed(lines: Iterable[Line]) -> bool:
    return any(run.kind is not Kind.KEPT for line in lines for run in line)
