"""How long a request waits for the database: for what others have locked, for one statement, for its own transaction to go on.

Without a bound a table that somebody has locked would take one worker thread after the other until the site answers nobody.
Commands wait as long as it takes: who imports or migrates looks on.
"""

from collections.abc import Mapping

STATEMENT = 30  # seconds; nginx gives up a request after 60
IDLE = 60  # seconds within a transaction: of a thread that hangs the locks are taken away


def bound(databases: Mapping[str, dict], lock: float) -> None:
    """Let every connection that is made from now on give up a lock after so many seconds, and with it the rest; 0: none of it.

    Each is then an OperationalError, which is answered by 503 (firm/away.py). What an address says itself comes last.
    """
    if not lock:
        return
    seconds = {
        "lock_timeout": lock,
        "statement_timeout": STATEMENT,
        "idle_in_transaction_session_timeout": IDLE,
    }
    said = " ".join(f"-c {name}={int(value * 1000)}" for name, value in seconds.items())
    for entry in databases.values():
        own = entry["OPTIONS"].get("options", "")
        entry["OPTIONS"] = entry["OPTIONS"] | {"options": f"{said} {own}".strip()}
