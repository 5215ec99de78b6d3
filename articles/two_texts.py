"""Two states of the writing form laid against each other, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import Form

from articles.html import text_of
from articles.typed import said
from statutes.difference import Kind, Line, difference

AROUND = 1  # unchanged lines that are shown beside a changed one


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines in a row that are shown, or a number of unchanged ones that are left out."""

    lines: tuple[Line, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that does not say the same in both texts."""

    label: str
    stretches: tuple[Stretch, ...]  # none where only marks, spaces, or how the body is set differ


def differences(before: Form, after: Form) -> list[FieldDifference]:
    """The fields that differ, in the form's order: what only before says is OUT, what only after says is IN."""
    old, new = said(before), said(after)
    return [
        FieldDifference(str(after.fields[name].label), _between(name, old[name], new[name]))
        for name in new
        if old[name] != new[name]
    ]


def say_the_same(one: Form, other: Form) -> bool:
    """Whether nothing differs in what two forms say."""
    return said(one) == said(other)


def _between(name: str, old: str, new: str) -> tuple[Stretch, ...]:
    if name == "body":
        old, new = text_of(old), text_of(new)
    lines = difference(old, new)
    changed = [place for place, line in enumerate(lines) if any(run.kind is not Kind.KEPT for run in line)]
    return tuple(_stretches(lines, changed)) if changed else ()


def _stretches(lines: tuple[Line, ...], changed: list[int]) -> Iterator[Stretch]:
    """The changed lines with those around them; whoever compares does not read a whole article twice."""
    shown = {place + step for place in changed for step in range(-AROUND, AROUND + 1)} & set(
        range(len(lines))
    )
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or (place in shown) != (start in shown):
            yield Stretch(lines[start:place]) if start in shown else Stretch(left_out=place - start)
            start = place
