"""A table for Excel and WPS: Chinese is read as Chinese, and nothing is calculated."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm.spreadsheet import ACTIVE, defused, lines


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('=HYPERLINK("http://evil")', '\'=HYPERLINK("http://evil")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),  # full-width, which Excel reads as well
        ("1=1", "1=1"),  # not at the beginning
        ("张三", "张三"),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_defused(value, cell):
    assert defused(value) == cell


def test_the_file():
    rows = [["甲", "一,二"], ["乙", '引"号']]
    assert "".join(lines(["名", "值"], rows)) == '\ufeff名,值\r\n甲,"一,二"\r\n乙,"引""号"\r\n'


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2
        )
    )
)
def test_whatever_stands_in_the_cells_comes_back(rows):
    file = "".join(lines(["名", "值"], rows)).removeprefix("\ufeff")
    [_, *read] = csv.reader(StringIO(file, newline=""))
    assert [
        [cell[1:] if cell[1:].startswith(ACTIVE) and cell[0] == "'" else cell for cell in row] for row in read
    ] == rows
