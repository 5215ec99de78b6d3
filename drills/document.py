"""What a document tells its reader to type: the commands of the shell blocks under a heading, and on which of several machines.

With several machines a block's first line says where it is typed (`# on the first machine`), and a sentence says where the
blocks under other headings are (`On each machine: [Packages](#packages), [The code](#the-code).`).
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
PLACES = {
    "the first machine": lambda number: [0],
    "the second machine": lambda number: [1],
    "the third machine": lambda number: [2],
    "the other machines": lambda number: list(range(1, number)),
    "the new machine": lambda number: [0],
    "each machine": lambda number: list(range(number)),
}
WHERE = f"({'|'.join(PLACES)})"
MARK = re.compile(rf"# on {WHERE}$")
SENTENCE = re.compile(rf"^\s*(?:\d+\. |- )?On {WHERE}(?:, [^:\[]*)?:")
LINK = re.compile(r"\[[^\]]*\]\(([\w./-]*)#([\w-]+)\)")


@dataclass(frozen=True, slots=True)
class Step:
    """What is typed on one machine (its number, from 0) at a time; `heading` where it stands under another one."""

    machine: int
    commands: tuple[str, ...]
    heading: str = ""


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


def steps(path: Path, heading: str, machines: int) -> list[Step]:
    """What is typed under a heading, in order, each on its machine. Raises ValueError where a block does not say on which."""
    found: list[Step] = []
    for part in re.split(
        r"(^```\w*\n.*?^```$)", section(path.read_text("utf-8"), heading), flags=re.M | re.S
    ):
        if part.startswith("```sh\n"):
            mark = MARK.match(part.splitlines()[1])
            if not mark:
                raise ValueError(f"on which machine is not said: {part}")
            found += [Step(number, tuple(commands(part))) for number in PLACES[mark[1]](machines)]
        elif not part.startswith("```"):
            found += _elsewhere(path, part, machines)
    return found


def _elsewhere(path: Path, prose: str, machines: int) -> list[Step]:
    """What sentences say is typed under other headings: all of it on one machine, then on the next."""
    found = []
    for sentence in re.split(r"(?<=\.)\s|\n\n", prose):
        if not (said := SENTENCE.match(sentence)):
            continue
        named = [
            _named(path.parent / file if file else path, anchor) for file, anchor in LINK.findall(sentence)
        ]
        if not named:
            raise ValueError(f"names no heading: {sentence}")
        for number in PLACES[said[1]](machines):
            found += [Step(number, tuple(read(file, line)), line.lstrip("# ")) for file, line in named]
    return found


def _named(path: Path, anchor: str) -> tuple[Path, str]:
    """A document and the line of its heading that an anchor leads to. Raises ValueError where there is none."""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("#") and _anchor(line) == anchor:
            return path, line.strip()
    raise ValueError(f"no heading {anchor!r} in {path.name}")


def _anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.lstrip("#").strip().lower()).replace(" ", "-")


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
