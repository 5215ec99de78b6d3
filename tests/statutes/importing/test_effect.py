"""The first day of a version is taken from its source only where that is without doubt."""

from datetime import date

import pytest

from statutes.citations.address import Address
from statutes.importing.effect import effective_from, stated_day
from statutes.importing.header import read_header
from statutes.importing.tree import Part, ProvisionText

DAY = date(2014, 2, 1)


def found(*header: str, last: str = "", day: date = DAY, behind: int = 0) -> date | None:
    words = [last] + ["本法所称以上包括本数。"] * behind
    provisions = [ProvisionText(Address(n), "", text) for n, text in enumerate(words, 1)]
    return effective_from(read_header(list(enumerate(header, 2))), day, provisions)


ADOPTED = "2014年2月1日 通过"
AMENDED = "2014年2月1日 第二次修正"


@pytest.mark.parametrize(
    ("header", "last", "day"),
    [
        (["2014年3月1日 施行"], "", date(2014, 3, 1)),
        (["2013年3月1日 施行"], "", None),  # an earlier version's
        ([ADOPTED], "本法自2014年3月15日起施行。", date(2014, 3, 15)),
        ([ADOPTED], "本解释自二〇一四年三月一日起施行。", date(2014, 3, 1)),
        ([ADOPTED], "本规定由最高人民检察院负责解释，自2014年3月1日起施行。", date(2014, 3, 1)),
        ([AMENDED], "本法自2014年3月15日起施行。", date(2014, 3, 15)),  # a revision that names a new day
        ([AMENDED], "本法自1994年3月15日起施行。", None),  # the original's
        ([ADOPTED], "本条例自公布之日起施行。", DAY),
        (["2013年12月1日 通过"], "本条例自公布之日起施行。", DAY),  # published two months after
        (
            ["2003年12月1日 国务院令第1号公布"],
            "本条例自公布之日起施行。",
            None,
        ),  # amended since, though unsaid
        ([ADOPTED, AMENDED], "本条例自公布之日起施行。", None),
        ([], "本条例自公布之日起施行。", None),  # nothing says that it is the first version
        ([ADOPTED], "施行日期由国务院规定。", None),
        ([ADOPTED], "本法自2044年3月15日起施行。", None),  # a slip
        ([ADOPTED], "合同自2014年3月15日起生效。", None),  # another thing begins
    ],
)
def test_the_first_day(header, last, day):
    assert found(*header, last=last) == day


def test_it_is_sought_in_the_last_three_articles_only():
    assert found(ADOPTED, last="本法自2014年3月15日起施行。", behind=2) == date(2014, 3, 15)
    assert found(ADOPTED, last="本法自2014年3月15日起施行。", behind=3) is None


def test_an_annex_says_nothing_of_it():
    annex = ProvisionText(Address(1), "附件", "本表自2014年3月15日起施行。", Part.ANNEX)
    assert effective_from(read_header([(2, ADOPTED)]), DAY, [annex]) is None


def test_a_day_that_a_text_states():
    assert stated_day("本法（原称《军官服役条例》）自1989年1月1日起施行。") == date(1989, 1, 1)
    assert stated_day("本法自1989年13月1日起施行。") is None
