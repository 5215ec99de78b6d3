"""Which text a reader is shown, by the day or the version that the address names."""

from datetime import date

import pytest
from django.http import Http404, QueryDict
from django.utils import timezone

from statutes.models import Statute, StatuteVersion
from statutes.reading import DayError, day_of, read
from statutes.status import Status


@pytest.mark.parametrize("value", ["2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day(value):
    assert day_of([value]).isoformat() == value


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([""], "没有填写日期。"),
        (["  "], "没有填写日期。"),
        (["2019-05-01", "2020-05-01"], "地址里写了不止一个日期，请只写一个。"),
        (["2019-02-30"], "没有 2019-02-30 这一天。"),
        (["0000-01-01"], "没有 0000-01-01 这一天。"),
        (["2019-13-01"], "没有 2019-13-01 这一天。"),
        (
            ["20190501"],
            "“20190501”不是日期，请照 2024-01-31 的样子写：年-月-日。",
        ),  # ISO allows it, we do not
        (["2019-W18-3"], "“2019-W18-3”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
        (["２０１９-０５-０１"], "“２０１９-０５-０１”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
        (["9999999999"], "“9999999999”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
        (["\x00\x1b2019"], "“2019”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
        (["2019-05-01\n"], "“2019-05-01”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
        (["九" * 5000], f"“{'九' * 20}”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
    ],
)
def test_what_is_no_day(values, sentence):
    with pytest.raises(DayError, match="^" + sentence.replace("“", ".").replace("”", ".") + "$"):
        day_of(values)


@pytest.fixture
def statute(db):
    """小法: 2010 with its first day, 2015 without, 2020 with, each replacing the one before; 2099 to come."""
    found = Statute.objects.create(title="中华人民共和国小法", slug="小法", kind="law")
    for promulgated, begins, ends in [
        (date(2010, 1, 1), date(2010, 3, 1), None),
        (date(2015, 1, 1), None, date(2020, 3, 1)),
        (date(2020, 1, 1), date(2020, 3, 1), date(2099, 3, 1)),
        (date(2099, 1, 1), date(2099, 3, 1), None),
    ]:
        StatuteVersion.objects.create(
            statute=found, promulgated_on=promulgated, effective_from=begins, effective_to=ends
        )
    return found


def reading(query: str = ""):
    return read("小法", QueryDict(query))


@pytest.mark.parametrize(
    ("query", "year", "then", "today"),
    [
        ("", 2020, "in_force", "in_force"),
        ("on=2010-03-01", 2010, "in_force", "amended"),
        ("on=2014-12-31", 2010, "in_force", "amended"),
        ("on=2015-01-01", 2015, "unknown", "amended"),  # from the day on which the next was promulgated
        ("on=2020-02-29", 2015, "unknown", "amended"),
        ("on=2020-03-01", 2020, "in_force", "in_force"),
        ("on=2099-03-01", 2099, "in_force", "not_yet"),
        ("version=2010-01-01", 2010, "amended", "amended"),
        ("version=2015-01-01", 2015, "amended", "amended"),
        ("version=2099-01-01", 2099, "not_yet", "not_yet"),
    ],
)
def test_which_version(query, year, then, today, statute):
    found = reading(query)
    assert (found.version.promulgated_on.year, found.status_then, found.status) == (year, then, today)
    assert found.query == (f"?{query}" if query else "")
    assert found.is_current is (year == 2020)
    assert found.is_indexed is (year == 2020)


@pytest.mark.parametrize(
    ("query", "sentence", "offered"),
    [
        ("on=2009-12-31", "本站没有2009年12月31日适用的文本：收录的最早的版本是2010年1月1日公布的，2010年3月1日起施行。", 2010),
        ("on=2010-02-28", "2010年2月28日还没有适用的文本：这部法规当时已经公布，2010年3月1日起施行。", 2010),
        ("on=2019-02-30", "没有 2019-02-30 这一天。", None),
        ("version=2011-01-01", "本站没有收录2011年1月1日公布的版本。", None),
        ("version=x", "“x”不是日期，请照 2024-01-31 的样子写：年-月-日。", None),
    ],
)  # fmt: skip
def test_why_there_is_no_text(query, sentence, offered, statute):
    found = reading(query)
    assert (found.version, found.problem) == (None, sentence)
    assert (found.offered and found.offered.promulgated_on.year) == offered
    assert (found.is_indexed, found.query) == (False, "")


def test_a_day_between_two_versions(statute):
    """Staff wrote that the first one ended before the second one began."""
    statute.versions.exclude(promulgated_on__year__in=[2010, 2020]).delete()
    statute.versions.filter(promulgated_on__year=2010).update(effective_to=date(2012, 1, 1))
    assert reading("on=2013-01-01").problem == (
        "本站没有2013年1月1日适用的文本：收录的这一天之后的版本是2020年1月1日公布的，2020年3月1日起施行。"
    )


def test_a_repealed_statute_has_its_text_and_its_end(statute):
    statute.versions.filter(promulgated_on__year=2099).delete()
    statute.versions.update(effective_to=None)
    Statute.objects.update(repealed_on=date(2021, 1, 1))
    found = reading("on=2020-12-31")
    assert (found.status_then, found.status) == (Status.IN_FORCE, Status.REPEALED)
    assert reading("on=2021-01-01").status_then == Status.REPEALED
    assert reading("version=2010-01-01").status == Status.AMENDED  # it was replaced before the end


def test_a_statute_without_text(notice_of_2017):
    found = read("现金贷通知", QueryDict("on=2020-01-01"))
    assert (found.version, found.problem, found.status) == (None, "", Status.UNKNOWN)


def test_no_such_statute(db):
    with pytest.raises(Http404):
        read("没有这部法", QueryDict())


@pytest.mark.parametrize(
    ("query", "own", "number"),
    [
        ("", "", "法释〔2022〕11号"),  # the statute's own number is that of today's text
        ("", "法释〔2020〕20号", "法释〔2020〕20号"),
        ("version=2010-01-01", "", ""),  # and of no other
        ("version=2010-01-01", "法释〔2010〕1号", "法释〔2010〕1号"),
    ],
)
def test_the_document_number_is_that_of_the_text(query, own, number, statute):
    Statute.objects.update(doc_number="法释〔2022〕11号")
    StatuteVersion.objects.update(doc_number=own)
    assert reading(query).doc_number == number


@pytest.mark.parametrize(
    ("registered", "file", "sources"),
    [
        ("", "", []),
        ("全国人大公报", "", ["全国人大公报"]),
        ("", "民商法/公司法(2018-10-26).md", ["导入的文本文件“公司法(2018-10-26)”"]),
        ("", "民法典/", ["导入的文本文件“民法典”"]),
        ("", f"司法解释/{'长' * 31}.docx", ["导入的文本文件"]),  # a name that repeats a long title
        (
            "甲",
            "国家法律法规数据库，2024年1月2日",
            ["甲", "国家法律法规数据库，2024年1月2日"],
        ),  # written by staff
        ("甲", "甲", ["甲"]),
    ],
)
def test_the_sources(registered, file, sources, statute):
    Statute.objects.update(source=registered)
    StatuteVersion.objects.update(source=file)
    assert reading().sources == sources


def test_today_is_the_day_of_the_site(statute):
    assert reading().today == timezone.localdate()
