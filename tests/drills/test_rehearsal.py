"""What holds from one typed command to the next, as in a shell that stays open, and what of it is printed."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from drills.fresh_machine import Done
from drills.processes import DrillError
from drills.rehearsal import Rehearsal


@dataclass
class Here:
    """This machine in a fresh one's place; its /run/drill and /root are a folder of the test."""

    folder: Path

    def path(self, inside: str) -> Path:
        return self.folder / Path(inside).name

    def shell(self, command: str, **options) -> Done:
        command = command.replace("/run/drill", str(self.folder)).replace("/root", str(self.folder))
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        return Done(done.returncode, done.stdout + done.stderr, 0.0)


@pytest.fixture
def run(tmp_path):
    return Rehearsal(Here(tmp_path), None, name="second")


def rows(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_the_folder_and_the_variables_hold_and_another_day_they_do_not(run, capsys):
    for command in ("cd /tmp", "HERE=10.0.0.12\nMACHINES='a b'", 'echo "$PWD $HERE $MACHINES"'):
        run.type(command)
    run.new_shell()
    run.type('echo "${HERE-nothing} ${PWD##*/}"')

    *_, before, after = rows(capsys)
    assert before == '| second: `echo "$PWD $HERE $MACHINES"` | /tmp 10.0.0.12 a b | 0.0 |'
    assert (
        after
        == f'| second: `echo "${{HERE-nothing}} ${{PWD##*/}}"` | nothing {run.machine.folder.name} | 0.0 |'
    )


def test_a_variable_is_handed_to_programs_only_where_it_is_exported(run, capsys):
    for command in ("ONE=1", "export TWO=2", "sh -c 'echo \"[$ONE][$TWO]\"'"):
        run.type(command)

    assert rows(capsys)[-1].split(" | ")[1] == "[][2]"


@pytest.mark.parametrize(
    "command",
    ["false", "false | cat", "no-such-program"],
)
def test_what_a_reader_would_see_fail_fails(run, command):
    with pytest.raises(DrillError):
        run.type(command)
    assert run.failed == 1


def test_a_section_is_one_row_and_ends_at_what_fails(run, capsys):
    run.section("Packages", ["true", "A=1", "true"])
    with pytest.raises(DrillError):
        run.section("The code", ["true", "echo why; false", "touch never"])

    assert [row.rsplit(" | ", 1)[0] for row in rows(capsys)] == [
        '| second: "Packages" | done, 3 commands',
        "| second: `echo why; false` | **FAILED** why",
    ]


def test_a_passphrase_is_not_printed(run, capsys):
    run.type("printf '[global]\\nrepo1-cipher-pass=abc/+=\\n'")

    assert rows(capsys)[-1].split(" | ")[1] == "repo1-cipher-pass=…"
