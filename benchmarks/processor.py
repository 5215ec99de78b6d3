"""Knows how much processor time processes have used: this one, a server with its children, PostgreSQL."""

import os
from pathlib import Path

from django.db import connection

TICK = os.sysconf("SC_CLK_TCK")


def own() -> float:
    """Seconds so far of this process and of its children that have ended."""
    return sum(os.times()[:4])


def postmaster() -> int:
    """The process id of the server of Django's database; 0 where it runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}")
    fields = _fields(backend)
    is_one = fields is not None and (backend / "comm").read_text().strip() == "postgres"
    return int(fields[1]) if is_one else 0


def of_tree(*roots: int) -> float:
    """Seconds so far of these processes and of all below them, with those that have ended; 0 is no process."""
    found = {int(one.name): fields for one in _processes() if (fields := _fields(one))}
    parents = {pid: int(fields[1]) for pid, fields in found.items()}
    wanted = set(roots) - {0}
    ours = [fields for pid, fields in found.items() if wanted & set(_line(pid, parents))]
    return sum(sum(map(int, fields[11:15])) for fields in ours) / TICK


def _processes() -> list[Path]:
    return [one for one in Path("/proc").iterdir() if one.name.isdigit()] if Path("/proc").exists() else []


def _fields(process: Path) -> list[str] | None:
    """What follows the name in its stat: state, parent …; None where it has ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _line(pid: int, parents: dict[int, int]) -> list[int]:
    """A process and all above it."""
    line = []
    while pid:
        line.append(pid)
        pid = parents.get(pid, 0)
    return line
