"""A printed table of what a rehearsal did: what, what came of it, seconds."""

import time
from collections.abc import Callable

from drills.processes import DrillError

WIDTH = 120  # letters of what came of something


def head(first: str = "step") -> None:
    """Begin one."""
    print(f"| {first} | what happened | seconds |\n|---|---|---:|", flush=True)


def line(what: str, said: str, seconds: float | None = None) -> None:
    """One row; a cell stays a cell, whatever stands in it."""
    cells = [" ".join(cell.split()).replace("|", "\\|") for cell in (what, said)]
    print(f"| {' | '.join(cells)} | {'' if seconds is None else f'{seconds:.1f}'} |", flush=True)


def row(what: str, ask: Callable[[], object]) -> None:
    """Print what came of something. Raises DrillError after a row that failed: what comes after it needs it."""
    began = time.monotonic()
    try:
        said = " ".join(str(ask() or "").split())[:WIDTH]
    except DrillError as error:
        line(what, "**FAILED**", time.monotonic() - began)
        raise DrillError(f"{what}: {error}") from None
    line(what, said or "done", time.monotonic() - began)
