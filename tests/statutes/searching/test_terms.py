"""The terms of texts and questions."""

import pytest

from statutes.searching.question import OF_THE_LAW, read_question
from statutes.searching.terms import asked, of_path, of_title, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("借款人", ["借款", "款人"]),
        ("税", ["税"]),  # a word of one character is a term of its own
        ("甲，乙", ["甲", "乙"]),  # no pair across a comma
        ("ＡＢc 12", ["abc", "12"]),  # width and case do not matter
        ("借\0款\ud800人", ["借款", "款人"]),  # what nobody sees is not there
        ("%_'\"", []),
        ("", []),
    ],
)
def test_terms(text, found):
    assert terms(text) == found


def test_a_question_without_the_words_of_asking():
    assert asked("请问工资可以拖欠吗？工资") == ["工资", "拖欠"]


def test_of_a_heading_and_a_title_only_what_tells_them_apart():
    assert of_path("第四编 人格权") == ("人格", "格权")
    assert of_title("中华人民共和国刑法") == ("刑法",)


def test_a_laymans_word_brings_the_words_of_the_law():
    question = read_question("老赖")
    assert question["老赖"] == 1
    assert question["失信"] == OF_THE_LAW


def test_a_long_question_is_read_in_part():
    assert len(read_question("".join(map(chr, range(0x4E00, 0x5200))))) == 80
