"""What changed between two versions, ignoring how it is set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.changes import Changes, Kind, changes, compared, fold_text

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


LONG = {
    "设立": "设立公司必须依法制定公司章程。公司章程对公司、股东、董事具有约束力。",
    "设立新": "设立公司应当依法制定公司章程。公司章程对公司、股东、董事具有约束力。",
    "住所": "公司以其主要办事机构所在地为住所，住所变更应当登记。",
    "职工": "公司应当保护职工的合法权益，依法与职工签订劳动合同，参加社会保险。",
}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([], [], []),
        ([("1", "甲。")], [("1", "甲 。")], []),  # the form
        ([("1", "甲。")], [("1", "甲。"), ("2", "乙。")], [(Kind.ADDED, None, "2")]),
        ([("1", "甲。"), ("2", "乙。")], [("1", "甲。")], [(Kind.REMOVED, "2", None)]),
        (  # the same words under another number
            [("11", LONG["设立"])],
            [("5", LONG["设立"])],
            [(Kind.MOVED, "11", "5")],
        ),
        (  # much the same words under another number: one 条, changed
            [("10", LONG["住所"]), ("11", LONG["设立"])],
            [("5", LONG["设立新"]), ("10", LONG["住所"])],
            [(Kind.CHANGED, "11", "5")],
        ),
        (  # a 条 put in before it: what follows has moved, and nothing has changed
            [("1", LONG["设立"]), ("2", LONG["住所"])],
            [("1", LONG["职工"]), ("2", LONG["设立"]), ("3", LONG["住所"])],
            [(Kind.ADDED, None, "1"), (Kind.MOVED, "1", "2"), (Kind.MOVED, "2", "3")],
        ),
        (  # other words under the same number are no change of the old ones
            [("1", LONG["住所"])],
            [("1", LONG["职工"])],
            [(Kind.REMOVED, "1", None), (Kind.ADDED, None, "1")],
        ),
        (  # a short 条 that grew to several times its length, under its number
            [("66", "劳务派遣在辅助性的岗位上实施。")],
            [("66", "劳务派遣只能在临时性、辅助性或者替代性的岗位上实施。" + LONG["职工"] + LONG["住所"])],
            [(Kind.CHANGED, "66", "66")],
        ),
        (  # where two old 条 read alike, each is taken once
            [("1", LONG["住所"]), ("2", LONG["住所"])],
            [("3", LONG["住所"]), ("4", LONG["住所"])],
            [(Kind.MOVED, "1", "3"), (Kind.MOVED, "2", "4")],
        ),
        (  # a removed 条 stands behind the one that it followed
            [("1", "甲。"), ("2", LONG["职工"]), ("3", "丙。")],
            [("1", "甲。"), ("3", "丙。"), ("4", "丁。")],
            [(Kind.REMOVED, "2", None), (Kind.ADDED, None, "4")],
        ),
    ],
)
def test_what_became_of_each(old, new, found):
    assert [(c.kind, c.old, c.new) for c in compared(tuple(old), tuple(new))] == found


TEXTS = st.lists(st.text("甲乙丙丁，。 \n", max_size=12), max_size=6).map(
    lambda texts: tuple((str(n), text) for n, text in enumerate(texts, 1))
)


@given(TEXTS, TEXTS)
def test_no_text_is_lost_or_counted_twice(old, new):
    """Every old 条 became one new one at most, and what is in no change is where and what it was."""
    found = compared(old, new)
    gone, came = [c.old for c in found if c.old], [c.new for c in found if c.new]
    assert (len(set(gone)), len(set(came))) == (len(gone), len(came))
    before, after = dict(old), dict(new)
    still = {key: fold_text(text) for key, text in after.items() if key not in came}
    assert still == {key: fold_text(text) for key, text in before.items() if key not in gone}
    for change in found:
        if change.kind is Kind.MOVED:
            assert fold_text(before[change.old]) == fold_text(after[change.new])


@given(TEXTS)
def test_a_version_has_not_changed_from_itself(texts):
    assert compared(texts, texts) == ()
