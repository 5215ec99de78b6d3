"""To which moment the database could be restored now, as far as this installation can know."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """How old the newest restorable moment is, whether somebody must look at it, and the sentence that says so."""

    age: timedelta | None
    is_worrying: bool
    says: str

    def __str__(self) -> str:
        return self.says


UNKNOWN = Standing(None, True, "数据库没有应答，不知道能恢复到什么时候。")


def standing() -> Standing | None:
    """None where nothing keeps count of backups."""
    return None
