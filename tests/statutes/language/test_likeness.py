"""How alike two texts are."""

import pytest

from statutes.language.likeness import containment, likeness, pairs


@pytest.mark.parametrize(
    ("one", "other", "alike", "contained"),
    [
        ("甲乙丙", "甲乙丙", 1, 1),
        ("甲乙丙", "丁戊己", 0, 0),
        ("甲乙丙丁戊", "甲乙丙", 2 * 2 / (4 + 2), 1),  # the shorter stands whole in the longer
        ("甲", "甲", 1, 1),
        ("", "", 1, 1),
    ],
)
def test_likeness(one, other, alike, contained):
    assert likeness(pairs(one), pairs(other)) == alike
    assert containment(pairs(one), pairs(other)) == contained
