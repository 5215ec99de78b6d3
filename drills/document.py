"""What a document tells its reader to type: the commands of the shell blocks under a heading, one after the other."""

import re
import subprocess
from pathlib import Path

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)


def section(text: str, heading: str) -> str:
    """What stands under a heading (`## One machine`) up to the next one of its level or above. Raises ValueError where there is none."""
    level = len(heading) - len(heading.lstrip("#"))
    ends = tuple("#" * number + " " for number in range(1, level + 1))
    found, is_inside, in_block = [], False, False
    for line in text.splitlines(keepends=True):
        in_block ^= line.startswith("```")
        if line.startswith(ends) and not in_block:  # in a block it is a comment
            is_inside = line.strip() == heading
        elif is_inside:
            found.append(line)
    if not found:
        raise ValueError(f"no heading {heading!r}")
    return "".join(found)


def commands(text: str) -> list[str]:
    """The commands of a text's shell blocks, whole: with continued lines and here-documents, without comments.

    Raises ValueError where a block is no shell.
    """
    return [command for block in BLOCK.findall(text) for command in _split(block)]


def read(path: Path, heading: str) -> list[str]:
    """The commands under a heading of a document."""
    return commands(section(path.read_text("utf-8"), heading))


def _split(block: str) -> list[str]:
    found, lines = [], []
    for line in block.splitlines():
        lines.append(line)
        command = "\n".join(lines)
        if not command.strip() or (len(lines) == 1 and line.startswith("#")):
            lines = []
        elif _is_whole(command):
            found.append(command)
            lines = []
    if lines:
        raise ValueError(f"not a whole command: {block}")
    return found


def _is_whole(command: str) -> bool:
    """Whether a shell would run it without reading on; of a here-document without its end bash only warns."""
    checked = subprocess.run(["bash", "-n"], input=command, capture_output=True, text=True, check=False)
    return not (checked.returncode or checked.stderr or command.endswith("\\"))
