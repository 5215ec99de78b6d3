"""A shell in which somebody types a document's commands, one after the other: folder and variables go on."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from drills.processes import DrillError

END = "<<<typed>>>"


class Terminal:
    """bash, with what it printed written to a file as well."""

    def __init__(self, folder: Path, environment: Mapping[str, str], log: Path):
        self._bash = subprocess.Popen(
            ["bash"], cwd=folder, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        self._log = log

    def type(self, command: str) -> str:
        """What it printed. Raises DrillError where it fails."""
        given = "" if "<" in command else " </dev/null"  # what is typed next is not for what runs now
        self._bash.stdin.write(f"{{ {command}\n}}{given}; code=$?; echo; echo '{END}' $code\n")
        self._bash.stdin.flush()
        lines = []
        for line in self._bash.stdout:
            if line.startswith(END):
                return self._told(command, "".join(lines).strip(), int(line.split()[1]))
            lines.append(line)
        raise DrillError(f"the shell ended at {command}:\n{''.join(lines)[-2000:]}")

    def close(self) -> None:
        """Leave the shell."""
        self._bash.stdin.close()
        self._bash.wait()

    def _told(self, command: str, said: str, code: int) -> str:
        with self._log.open("a") as log:
            log.write(f"$ {command}\n{said}\n")
        if code:
            raise DrillError(f"{command}: {code}\n{said[-3000:]}")
        return said
