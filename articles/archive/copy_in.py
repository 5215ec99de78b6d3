"""Many rows at once by COPY: as bulk_create, each value through its model's field, and several times as fast."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import connection, models
from django.utils import timezone

PLAIN = {  # what such a field has is what the database takes
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.DateField,
    models.DateTimeField,
    models.FloatField,
    models.ForeignKey,
    models.BigAutoField,
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveIntegerField,
    models.PositiveBigIntegerField,
    models.PositiveSmallIntegerField,
}
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_in(rows: Sequence[models.Model], *, with_ids: bool = True) -> None:
    """Insert unsaved objects of one model as they are; the caller holds the transaction.

    What auto_now_add would set is kept where it is given. Without with_ids the database numbers the rows.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.local_concrete_fields if with_ids or not field.primary_key]
    writers = [(field.attname, _writer(field)) for field in fields]
    lines = ("\t".join([_text(write(getattr(row, name))) for name, write in writers]) + "\n" for row in rows)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        copy = f'COPY "{meta.db_table}" ({columns}) FROM STDIN'
        stream = _Stream(lines)
        try:
            cursor.copy_expert(copy, stream)
        except Exception:
            if stream.error:  # else the database's own words about a broken stream hide it
                raise stream.error from None
            raise


class _Stream:
    """Lines as a file: while the server stores some, the next ones are made."""

    def __init__(self, lines: Iterator[str]):
        self._lines = lines
        self.error: Exception | None = None

    def read(self, size: int) -> str:
        """Some whole lines, rather more than so many characters; nothing at the end."""
        try:
            return "".join(self._some(size))
        except Exception as error:
            self.error = error
            raise

    def _some(self, size: int) -> Iterator[str]:
        for line in self._lines:
            yield line
            size -= len(line)
            if size <= 0:
                return


def reserved(model: type[models.Model], many: int) -> list[int]:
    """So many new numbers for rows of a model, which nobody else is given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, many],
        )
        return [number for (number,) in cursor.fetchall()]


def _writer(field: models.Field) -> Callable[[object], object]:
    """What makes of a field's value the one that the database is given."""
    if isinstance(field, models.JSONField):
        return partial(json.dumps, ensure_ascii=False)
    if getattr(field, "auto_now_add", False):
        return lambda value: value or timezone.now()
    if type(field) in PLAIN:
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)  # a body is sanitised here


def _text(value: object) -> str:
    """A value as COPY's text format has it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(ESCAPES) if "\\" in value or not value.isprintable() else value
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, list | tuple):
        return "{" + ",".join(map(str, value)) + "}"  # numbers alone: a sketch's prints
    return value.isoformat() if isinstance(value, datetime) else str(value)
