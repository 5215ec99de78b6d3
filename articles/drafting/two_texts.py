"""Two states of the writing form laid against each other, field by field."""

from dataclasses import dataclass

from django.forms import Form

from articles.comparing import Comparison, Run, bodies, of_texts
from articles.drafting.typed import said


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that does not say the same in both texts: its words, or the body block by block."""

    label: str
    runs: tuple[Run, ...] = ()
    body: Comparison | None = None


def differences(before: Form, after: Form) -> list[FieldDifference]:
    """The fields that differ, in the form's order: what only before says is OUT, what only after says is IN."""
    old, new = said(before), said(after)
    return [
        _difference(name, str(after.fields[name].label), old[name], new[name])
        for name in new
        if old[name] != new[name]
    ]


def say_the_same(one: Form, other: Form) -> bool:
    """Whether nothing differs in what two forms say."""
    return said(one) == said(other)


def _difference(name: str, label: str, old: str, new: str) -> FieldDifference:
    if name == "body":
        return FieldDifference(label, body=bodies(old, new))
    return FieldDifference(label, of_texts(old, new))
