"""The rules that the site comes with, put beside what staff have made of them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction

FILE = Path(__file__).parent / "linting" / "rules.toml"
TEXTS = ("phrases", "needs", "exceptions")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many rules a call added and changed; both zero where nothing was new."""

    added: int = 0
    changed: int = 0


def shipped() -> list[dict]:
    """The rules of the file in order, each as the values of LintRule's fields."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["rules"]
    return [_values(row) | {"order": (place + 1) * 10} for place, row in enumerate(rows)]


@transaction.atomic
def refresh(model: type[models.Model]) -> Refreshed:
    """Add the rules that are new and bring the others up to date, but for what staff changed; safe to repeat.

    model is LintRule, or what a migration knows of it.
    """
    fields = {field.name for field in model._meta.get_fields()}  # an old migration's model has fewer
    known = {row.code: row for row in model.objects.select_for_update()}
    added = changed = 0
    for row in shipped():
        values = {name: value for name, value in row.items() if name in fields}
        held = known.get(values["code"])
        if held is None:
            model.objects.create(**values, shipped=values)
            added += 1
        elif held.shipped != values:
            _bring_up_to_date(held, values)
            changed += 1
    return Refreshed(added, changed)


def _bring_up_to_date(row: models.Model, values: dict) -> None:
    """Take over what is new in each field that is still as it came."""
    for name, value in values.items():
        if name not in row.shipped or getattr(row, name) == row.shipped[name]:
            setattr(row, name, value)
    row.shipped = values
    row.save()


def _values(row: dict) -> dict:
    texts = {
        name: "\n".join(line.strip() for line in row.get(name, "").strip().splitlines()) for name in TEXTS
    }
    rest = {
        "suggestion": "",
        "detector": "phrases",
        "heeds_quotations": True,
        "heeds_context": True,
        "is_on": True,
    }
    return rest | row | texts
