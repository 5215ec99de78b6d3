"""Which commands a document has its reader type."""

import pytest

from drills import document

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
