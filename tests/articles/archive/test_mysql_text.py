"""A dump as text: whatever the values hold, and wherever the pieces end, the rows come out as they went in."""

from contextlib import suppress
from io import StringIO
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.archive import mysql_text
from articles.archive.records import SourceRefused

VALUES = st.one_of(
    st.none(), st.integers(-(10**12), 10**12), st.text(st.characters(exclude_categories=["Cs"]), max_size=25)
)
ROWS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5)
ESCAPES = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\x1a": "\\Z", '"': '\\"'}
)
HEAD = "/*!40101 SET NAMES utf8 */;\nCREATE TABLE `a_post` (`id` int(11) DEFAULT '0;)' COMMENT 'x,y', `b` enum('p','q'), KEY `k` (`id`,`b`));\n"


def written(value: object, doubled: bool) -> str:
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    return (
        "'" + (value.replace("\\", "\\\\").replace("'", "''") if doubled else value.translate(ESCAPES)) + "'"
    )


def read(text: str, piece: int = 1 << 20) -> list:
    with mock.patch.object(mysql_text, "PIECE", piece):
        return [row for _, row in mysql_text.rows(StringIO(text), lambda table: table.name == "a_post")]


@given(rows=ROWS, piece=st.integers(1, 60), doubled=st.booleans(), apart=st.sampled_from([",", ",\n", " , "]))
def test_rows_come_out_as_they_went_in(rows, piece, doubled, apart):
    values = apart.join(f"({written(one, doubled)},{written(two, doubled)})" for one, two in rows)
    other = f"INSERT INTO `a_comment` VALUES {values};\n"
    found = read(f"{HEAD}{other}-- it's a comment; 'x\nINSERT INTO `a_post` VALUES {values};\n{other}", piece)
    assert found == [[None if cell is None else str(cell) for cell in row] for row in rows]


@given(st.text(max_size=200), st.integers(1, 50))
def test_any_text_is_read_or_refused(text, piece):
    with suppress(SourceRefused):
        assert read(text, piece) == []


@pytest.mark.parametrize(
    ("insert", "row"),
    [
        ("INSERT IGNORE INTO a_post (id, b) VALUES (1, 0x41E4B880)", ["1", "A一"]),
        ('REPLACE INTO `db`.`a_post` VALUES (-1.5e3, "say ""yes"" \\"no\\"")', ["-1.5e3", 'say "yes" "no"']),
        ("insert into a_post values(null,_utf8mb4'é')", [None, "é"]),
        ("INSERT INTO a_post VALUES ('\\%\\_\\q','') ON DUPLICATE KEY UPDATE id = 1", ["\\%\\_q", ""]),
    ],
)
def test_the_ways_in_which_tools_write_an_insert(insert, row):
    assert read(f"{HEAD}{insert};") == [row]


def test_columns_come_from_the_table_or_from_the_insert():
    tables = {
        t.name: t.columns
        for t, _ in mysql_text.rows(
            StringIO(f"{HEAD}INSERT INTO a_post VALUES (1,2);INSERT INTO c (x, `y`) VALUES (1,2);"),
            lambda t: True,
        )
    }
    assert tables == {"a_post": ("id", "b"), "c": ("x", "y")}


def test_a_string_without_end_is_refused_in_good_time():
    with pytest.raises(SourceRefused, match="中断"):
        read(f"{HEAD}INSERT INTO a_post VALUES (1,'" + "''x\\'" * 600_000)
