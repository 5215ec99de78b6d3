"""To which moment the database could be restored now, for people and programs that watch the site."""

from dataclasses import dataclass
from datetime import timedelta

from firm import backups


@dataclass(frozen=True, slots=True)
class Standing:
    """How old the newest restorable moment is, whether somebody must look at it, and the sentence that says so."""

    age: timedelta | None
    is_worrying: bool
    says: str


UNKNOWN = Standing(None, True, "数据库没有应答，不知道能恢复到什么时候。")


def standing() -> Standing:
    """By firm/backups.py, two or three small queries. Raises django.db.Error where the database is away."""
    found = backups.standing()
    return Standing(found.age, found.is_worrying, str(found))
