"""A printed table of what a rehearsal did: what, what came of it, seconds."""

import time
from collections.abc import Callable

from drills.processes import DrillError

WIDTH = 120  # letters of what came of something


class Table:
    """Rows, printed as they come. `head` names the first column; without it the table goes on with one begun elsewhere."""

    def __init__(self, head: str = ""):
        if head:
            print(f"| {head} | what happened | seconds |\n|---|---|---|", flush=True)

    def row(self, what: str, ask: Callable[[], object]) -> None:
        """Print what came of something. Raises DrillError after a row that failed: what comes after it needs it."""
        began = time.monotonic()
        try:
            said = " ".join(str(ask() or "").split())[:WIDTH]
        except DrillError as error:
            self._print(what, "**FAILED**", began)
            raise DrillError(f"{what}: {error}") from None
        self._print(what, said or "done", began)

    def _print(self, what: str, said: str, began: float) -> None:
        cells = [cell.replace("|", "\\|") for cell in (what, said)]
        print(f"| {' | '.join(cells)} | {time.monotonic() - began:.1f} |", flush=True)
