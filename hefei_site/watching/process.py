"""What the operating system knows of this process."""

import os
import resource
import sys
import time
from pathlib import Path

from hefei_site.watching import counting


def resident() -> int:
    """Bytes of memory that it holds now; where the system does not say, the most that it has held."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def processor_seconds() -> float:
    """Seconds of processor time since its start."""
    return time.process_time()


def started_at() -> float:
    """When it began to answer, in seconds since 1970."""
    return counting.counts.since
