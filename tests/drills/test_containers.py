"""What the rehearsal of compose.yaml needs before there is an engine: its shell, its table, and what it takes from the documents."""

import os

import pytest

from drills import document, table
from drills.containers import images
from drills.containers.terminal import Terminal
from drills.processes import DrillError
from drills.site import ROOT


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path, {"PATH": os.environ["PATH"]}, tmp_path / "typed.log")
    yield made
    made.close()


def test_what_was_typed_goes_on_to_hold(terminal, tmp_path):
    for command in ("mkdir within && cd within", "NAME='a b'", "export OTHER=c"):
        terminal.type(command)

    assert terminal.type('pwd; echo "$NAME"; sh -c "echo $OTHER"') == f"{tmp_path}/within\na b\nc"


def test_what_is_typed_next_is_not_read_by_what_runs_now(terminal):
    terminal.type("cat")
    assert terminal.type("echo next") == "next"


def test_a_file_is_read_where_the_command_says_so(terminal, tmp_path):
    (tmp_path / "given").write_text("from a file\n")
    assert terminal.type("cat < given") == "from a file"


def test_what_fails_is_told_with_what_it_said(terminal):
    with pytest.raises(DrillError, match=r"ls nowhere: 2\n.*nowhere"):
        terminal.type("ls nowhere")
    assert terminal.type("echo on") == "on"


def test_the_end_of_the_shell_is_told(terminal):
    with pytest.raises(DrillError, match="the shell ended at exit 3"):
        terminal.type("exit 3")


@pytest.mark.parametrize(
    ("said", "cell"),
    [
        ("well", "well"),
        (None, "done"),
        ("a | b\nc", "a \\| b c"),  # a cell stays a cell
        ("x" * 200, "x" * 120),
    ],
)
def test_a_row_of_the_table(said, cell, capsys):
    table.row("it", lambda: said)
    assert capsys.readouterr().out == f"| it | {cell} | 0.0 |\n"


def test_a_row_that_fails_ends_the_table(capsys):
    def fail():
        raise DrillError("because")

    with pytest.raises(DrillError, match="it: because"):
        table.row("it", fail)
    assert capsys.readouterr().out.splitlines()[-1] == "| it | **FAILED** | 0.0 |"


@pytest.mark.parametrize("file", images.OLDER)
def test_what_older_programs_do_not_know_is_still_said_so(file):
    """The words that the rehearsal exchanges stand in the file, each once."""
    text = (ROOT / file).read_text("utf-8")
    assert {new: text.count(new) for new, _ in images.OLDER[file]} == {
        new: 1 for new, _ in images.OLDER[file]
    }


@pytest.mark.parametrize(
    ("page", "heading", "commands"),
    [
        ("production.md", "## With Docker", 12),
        ("backup.md", "## With Docker: back to a moment", 9),
        ("backup.md", "## With Docker: a new machine", 10),
    ],
)
def test_the_documents_have_what_is_typed(page, heading, commands):
    assert len(document.read(ROOT / "docs" / page, heading)) == commands
