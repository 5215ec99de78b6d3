"""What changed between two versions, ignoring how it is set."""

import pytest

from statutes.changes import Changes, changes

OLD = [("1", "甲，乙。"), ("2", "丙。"), ("3", "丁。")]


def test_added_removed_and_changed():
    new = [("1", "甲，乙。"), ("2", "丙丙。"), ("2-1", "新。")]
    assert changes(OLD, new) == Changes(added=("2-1",), removed=("3",), changed=("2",))


def test_no_change_is_false():
    assert not changes(OLD, OLD)
    assert changes(OLD, OLD[:2])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲，乙：（一）丙；", "甲,乙:(一)丙;"),  # width
        ("甲 乙\n丙", "甲乙丙"),  # spaces and lines
        ("《〈民法典〉》", "《<民法典>》"),
        ("“甲”", '"甲"'),
        ("甲\u200b乙", "甲乙"),
        ("二○二一年", "二〇二一年"),
        ("甲——乙", "甲――乙"),
    ],
)
def test_the_form_is_no_change(one, other):
    assert not changes([("1", one)], [("1", other)])


@pytest.mark.parametrize(("one", "other"), [("应当", "可以"), ("甲、乙", "甲和乙"), ("甲。", "甲；")])
def test_a_word_or_a_mark_is(one, other):
    assert changes([("1", one)], [("1", other)]).changed == ("1",)
