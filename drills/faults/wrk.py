"""wrk beside a rehearsal: many requests at once, counted by status."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drills.processes import Place, program
from drills.site import HOST

# Each thread counts for itself; done() adds them up.
SCRIPT = """
local paths = {{ {paths} }}
local threads, n = {{}}, 0
counts = {{}}
function setup(thread) table.insert(threads, thread) end
function init() math.randomseed({seed}); counts = {{}} end
function request() return wrk.format("GET", paths[math.random(#paths)]) end
function response(status) counts[status] = (counts[status] or 0) + 1 end
function done(summary, latency)
    local e = summary.errors
    io.write(string.format("ERRORS %d %d %d %d P99 %d\\n", e.connect, e.read, e.write, e.timeout, latency:percentile(99)))
    for _, thread in ipairs(threads) do
        for status, many in pairs(thread:get("counts")) do io.write(string.format("STATUS %d %d\\n", status, many)) end
    end
end
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """What came back: answers by status, connections that failed, the seconds within which 99 of 100 were answered."""

    statuses: dict[int, int]
    errors: int
    p99: float

    @property
    def asked(self) -> int:
        """Answers in all."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        """Answers that are no good one, and connections without any."""
        return self.errors + sum(many for status, many in self.statuses.items() if status >= 400)

    def __str__(self):
        bad = {status: many for status, many in sorted(self.statuses.items()) if status >= 400}
        return f"{self.asked} answers, {self.failed} failed{f' {bad}' if bad else ''}, p99 {self.p99 * 1000:.0f} ms"


class Wrk:
    """A running wrk; result() waits for its end."""

    def __init__(
        self,
        here: Place,
        address: str,
        paths: Sequence[str],
        seconds: float,
        *,
        connections: int = 16,
        keeps: bool = True,
        headers: Sequence[str] = (),
    ):
        script = here.folder / "wrk.lua"
        listed = ", ".join(f'"{path}"' for path in paths)
        script.write_text(SCRIPT.format(paths=listed, seed=5), "utf-8")
        command = [program("wrk", package="wrk"), "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "15s"]  # fmt: skip
        for header in (f"Host: {HOST}", *headers, *([] if keeps else ["Connection: close"])):
            command += ["-H", header]
        self.log: Path = here.folder / "wrk.log"
        self.log.unlink(missing_ok=True)
        self.process = here.start("wrk", [*command, "-s", script, address])

    def result(self) -> Counted:
        """What it counted, once it has ended."""
        self.process.running.wait()
        return read(self.log.read_text("utf-8"))


DIRECT = ("X-Forwarded-Proto: https", "X-Forwarded-For: 127.0.0.1")  # what nginx would say to a node


def read(said: str) -> Counted:
    """What wrk's script wrote at its end. Raises ValueError where it wrote nothing."""
    errors = re.search(r"ERRORS (\d+) (\d+) (\d+) (\d+) P99 (\d+)", said)
    if errors is None:
        raise ValueError(f"wrk said: {said[-500:]}")
    statuses: dict[int, int] = {}
    for status, many in re.findall(r"STATUS (\d+) (\d+)", said):
        statuses[int(status)] = statuses.get(int(status), 0) + int(many)
    return Counted(statuses, sum(map(int, errors.groups()[:4])), int(errors[5]) / 1e6)
