"""Notes when the work of the timer was last done, by the database's clock, and says how long ago that is."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import ExpressionWrapper, F, fields
from django.db.models.functions import Now

from firm.models import LastRun

RUN_DUE = "run_due"


@dataclass(frozen=True, slots=True)
class Ago:
    """How long ago a run ended, how long it took, whether all of it went well."""

    age: timedelta
    took: timedelta
    went_well: bool


@transaction.atomic
def note(name: str, took: timedelta, went_well: bool) -> None:
    """A run has come to its end just now."""
    row = {"at": Now(), "took": took, "went_well": went_well}
    LastRun.objects.update_or_create(name=name, defaults=row)


def ago(name: str) -> Ago | None:
    """The last run that came to its end; None where there is none. One query."""
    age = ExpressionWrapper(Now() - F("at"), output_field=fields.DurationField())
    row = LastRun.objects.filter(name=name).values_list(age, "took", "went_well").first()
    return Ago(*row) if row else None
