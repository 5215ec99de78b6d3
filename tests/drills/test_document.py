"""Which commands a document has its reader type."""

import pytest
from django.conf import settings

from drills import document
from drills.document import Step

TEXT = """# Top

```sh
before
```

## One machine

Words.

```sh
SITE=www.example.com   # a comment stays
# a line of its own does not

cat > file <<END
a
b
END
one \\
  two
for name in a b; do
  echo "$name"
done
```

```
not marked
```

### Below

```sh
later
```

## Two machines

```sh
elsewhere
```
"""


def test_the_commands_of_a_section_whole_and_in_order():
    assert document.commands(document.section(TEXT, "## One machine")) == [
        "SITE=www.example.com   # a comment stays",
        "cat > file <<END\na\nb\nEND",
        "one \\\n  two",
        'for name in a b; do\n  echo "$name"\ndone',
        "later",
    ]


def test_a_heading_that_is_not_there_is_said():
    with pytest.raises(ValueError, match="Three machines"):
        document.section(TEXT, "## Three machines")


@pytest.mark.parametrize("block", ["if true; then", "cat <<END\nnever ends", "one \\"])
def test_half_a_command_is_refused(block):
    with pytest.raises(ValueError, match="not a whole command"):
        document.commands(f"```sh\n{block}\n```\n")


SEVERAL = """# Top

## Each

```sh
common
again
```

## Three *of* them: how

```sh
# on each machine
A=1
```

```sh
# on the other machines
cd /srv   # a comment
```

1. On the first machine: [Each](#each). On the third machine: [Elsewhere](other.md#else-where).

   On the other machines, one after the other: [Each](#each).

On the machine that is down nothing is typed.
On the first machine nothing either, for no heading is named.

```
# on the first machine
not shell
```
"""
ELSEWHERE = """# Else where

```sh
there
```
"""


@pytest.fixture
def several(tmp_path):
    (tmp_path / "other.md").write_text(ELSEWHERE)
    path = tmp_path / "several.md"
    path.write_text(SEVERAL)
    return path


def test_each_block_is_typed_where_it_says_and_all_of_a_heading_on_one_machine_after_the_other(several):
    assert document.steps(several, "## Three *of* them: how", 3) == [
        Step(0, ("A=1",)),
        Step(1, ("A=1",)),
        Step(2, ("A=1",)),
        Step(1, ("cd /srv   # a comment",)),
        Step(2, ("cd /srv   # a comment",)),
        Step(0, ("common", "again"), "Each"),
        Step(2, ("there",), "Else where"),
        Step(1, ("common", "again"), "Each"),
        Step(2, ("common", "again"), "Each"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```sh\nls\n```\n", "on which machine is not said"),
        ("```sh\n# on some machine\nls\n```\n", "on which machine is not said"),
        ("On each machine: see above.\n", "names no heading"),
        ("On each machine: [Gone](#gone).\n", "no heading 'gone' in page.md"),
    ],
)
def test_a_page_that_does_not_say_where_or_what_is_refused(tmp_path, text, said):
    path = tmp_path / "page.md"
    path.write_text(f"## Here\n\n{text}")

    with pytest.raises(ValueError, match=said):
        document.steps(path, "## Here", 2)


@pytest.mark.parametrize(
    ("page", "heading", "machines"),
    [
        ("production.md", "### Setting up two machines", 2),
        ("production.md", "### The machine that takes writes is gone", 2),
        ("production.md", "### A new release on several machines", 3),
        ("production.md", "### Setting up three machines", 3),
        ("backup.md", "## Under Patroni", 3),
        ("backup.md", "## On a new machine", 1),
    ],
)
def test_what_the_pages_have_typed_can_be_read_and_leaves_no_machine_out(page, heading, machines):
    steps = document.steps(settings.BASE_DIR / "docs" / page, heading, machines)

    assert {step.machine for step in steps} == set(range(machines))


def test_every_shell_block_of_the_pages_is_whole():
    for page in ("production.md", "backup.md"):
        assert document.commands((settings.BASE_DIR / "docs" / page).read_text("utf-8"))
