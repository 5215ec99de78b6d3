"""Faults and attacks, each rehearsed with real processes: what happened, and whether that is what must happen."""
