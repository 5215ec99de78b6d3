"""A folder becomes the law library: each file whole or not at all, and a second time without a change."""

from datetime import date

import pytest

from articles.models import StatuteReference
from statutes.importing.run import import_statutes
from statutes.models import Provision, Statute, StatuteVersion
from tests.statutes.importing.texts import docx, write

pytestmark = pytest.mark.django_db


def rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Statute, StatuteVersion, Provision)]


def test_two_versions_of_a_law(tmp_path):
    write(tmp_path, "刑法/小法(2020-01-01).md", "第一条 旧。", "第二条 本法自2020年3月1日起施行。")
    write(tmp_path, "刑法/小法(2023-01-01).md", "第一条 新。", "第二条 本法自2023年3月1日起施行。")
    report = import_statutes(tmp_path)
    assert (report.files, report.statutes_added, report.versions_added, report.added) == (2, 1, 2, 4)
    statute = Statute.objects.get()
    assert (statute.title, statute.slug, statute.kind) == ("中华人民共和国小法", "小法", "law")
    assert list(statute.versions.values_list("promulgated_on", "effective_from", "effective_to")) == [
        (date(2023, 1, 1), date(2023, 3, 1), None),
        (date(2020, 1, 1), date(2020, 3, 1), date(2023, 3, 1)),
    ]
    assert report.is_whole


def test_the_second_time_changes_nothing(tmp_path):
    write(tmp_path, "甲(2020-01-01).md", "第一条 甲。", "第二条 《旧法》自2020年3月1日起废止。")
    write(tmp_path, "乙(2020-01-01).md", "一、子。", title="乙决定")
    (tmp_path / "丙.docx").write_bytes(docx("丙条例", "（2019年1月1日国务院令第9号公布）", "第一条　甲。"))
    import_statutes(tmp_path)
    before = rows()
    report = import_statutes(tmp_path)
    assert (report.changes, report.unchanged_files, report.files) == (0, 3, 3)
    assert "0 处变化。" in report.words()
    assert rows() == before


def test_a_dry_run_counts_and_writes_nothing(tmp_path):
    write(tmp_path, "甲(2020-01-01).md", "第一条 甲。")
    report = import_statutes(tmp_path, dry_run=True)
    assert (report.statutes_added, report.added) == (1, 1)
    assert rows() == [[], [], []]


def test_a_file_that_cannot_be_read_is_reported_and_not_half_stored(tmp_path):
    write(tmp_path, "好(2020-01-01).md", "第一条 甲。", title="好")
    write(tmp_path, "坏(2020-01-01).md", "第一条 甲。", "第一条 乙。", title="坏")
    write(tmp_path, "大(2020-01-01).md", "第一条 甲。", "第九九九九九条 乙。", title="大")
    report = import_statutes(tmp_path)
    assert [line for line in report.failures if line.startswith("坏")] == [
        "坏(2020-01-01).md 第 9 行：第1条出现了两次"
    ]
    assert not report.is_whole
    assert set(Statute.objects.values_list("title", flat=True)) <= {"好", "大"}


def test_a_number_that_the_database_cannot_hold_stops_its_file_alone(tmp_path):
    write(tmp_path, "一(2020-01-01).md", "第一条 甲。", title="一" * 201)
    write(tmp_path, "二(2020-01-01).md", "第一条 甲。", title="二")
    report = import_statutes(tmp_path)
    assert [line[:16] for line in report.failures] == ["一(2020-01-01).md"]
    assert list(Statute.objects.values_list("title", flat=True)) == ["二"]


@pytest.mark.parametrize(
    ("name", "words", "outcome"),
    [
        ("社会法/小法(2020-01-01).md", "（一）甲，乙。", "duplicates"),
        ("社会法/小法(2020-01-01).md", "(一)甲,乙。", "duplicates"),  # another form
        ("社会法/小法(2020-01-01).md", "丙。", "conflicts"),
        ("社会法/小法(2020-01-20).md", "（一）甲，乙。", "duplicates"),  # the same words some days later
        ("小法.md", "（一）甲，乙。", "duplicates"),  # a copy without a date in its name
        ("社会法/小法(2020-06-01).md", "（一）甲，乙。", ""),  # half a year later: a version
        ("社会法/小法(2020-01-20).md", "丙。", ""),  # other words: a version
    ],
)
def test_the_same_law_twice(name, words, outcome, tmp_path):
    write(tmp_path, "刑法/小法(2020-01-01).md", "第一条 （一）甲，乙。")
    write(tmp_path, name, f"第一条 {words}", head=("2020年3月1日 通过",))
    report = import_statutes(tmp_path)
    found = {"duplicates": len(report.duplicates), "conflicts": len(report.conflicts)}
    assert found == {"duplicates": 0, "conflicts": 0} | ({outcome: 1} if outcome else {})
    assert StatuteVersion.objects.count() == (1 if outcome else 2)
    assert report.is_whole is (outcome != "conflicts")


def test_two_spellings_of_a_title_are_one_statute(tmp_path):
    write(tmp_path, "一(2020-01-01).md", "第一条 甲。", title="最高人民法院、最高人民检察院规定（一）")
    write(tmp_path, "二(2021-01-01).md", "第一条 乙。", title="最高人民法院  最高人民检察院规定(一)")
    import_statutes(tmp_path)
    assert Statute.objects.get().versions.count() == 2


def test_repeals(tmp_path, civil_code):
    write(
        tmp_path, "行政法/小法(2020-01-01).md",
        "第一条 甲。", "第二条 本法自2020年3月1日起施行。《旧法》、《中华人民共和国老法》同时废止。",
    )  # fmt: skip
    write(tmp_path, "行政法/老法(2000-01-01).md", "第一条 甲。", title="中华人民共和国老法")
    report = import_statutes(tmp_path)
    assert Statute.objects.get(title="中华人民共和国老法").repealed_on == date(2020, 3, 1)
    named = Statute.objects.get(title="旧法")
    assert (named.repealed_on, named.is_unverified, named.kind) == (date(2020, 3, 1), True, "law")
    assert named.source == "由《中华人民共和国小法》第2条的废止条款登记"
    assert (len(report.registered), len(report.repealed)) == (1, 1)


@pytest.mark.parametrize(
    ("clause", "lead"),
    [
        ("《小法》同时废止。", "同名，是更早的版本"),
        ("《中华人民共和国民法典》同时废止。", "所废止的是同名的旧文件"),  # it is younger than the repeal
        ("《民法典》第三条同时废止。", "只废止其中一部分"),
    ],
)
def test_a_repeal_that_is_not_meant(clause, lead, tmp_path, civil_code):
    write(tmp_path, "小法(2010-01-01).md", f"第一条 本法自2010年3月1日起施行。{clause}")
    report = import_statutes(tmp_path)
    assert len(report.leads) == 1
    assert lead in report.leads[0]
    assert set(Statute.objects.values_list("repealed_on", flat=True)) == {None}


def test_a_repeal_whose_day_is_unknown_is_a_lead(tmp_path):
    """自公布之日 in an amended law: the day is that of its first version, which nobody told us."""
    write(
        tmp_path, "小法(2010-01-01).md", "第一条 本法自公布之日起施行。《旧法》同时废止。",
        head=("1995年1月1日 通过", "2010年1月1日 修正"),
    )  # fmt: skip
    report = import_statutes(tmp_path)
    assert ["施行日期不详" in lead for lead in report.leads] == [True]
    assert Statute.objects.count() == 1


def test_the_text_of_what_was_only_registered(tmp_path):
    write(tmp_path / "甲", "小法(2020-01-01).md", "第一条 《旧办法》自2020年3月1日起废止。")
    import_statutes(tmp_path)
    write(tmp_path / "乙/行政法规", "旧办法(1990-01-01).md", "第一条 旧。", title="旧办法")
    import_statutes(tmp_path / "乙")
    statute = Statute.objects.get(title="旧办法")
    assert (statute.is_unverified, statute.source, statute.kind) == (False, "", "regulation")
    assert (statute.repealed_on, statute.versions.count()) == (date(2020, 3, 1), 1)


def test_what_staff_corrected_stays(tmp_path):
    path = write(tmp_path, "小法(2020-01-01).md", "第一条 甲。", "第二条 本法自2020年3月1日起施行。")
    import_statutes(tmp_path)
    Statute.objects.update(title="中华人民共和国小小法", issuer="某机关", corrected=["title", "issuer"])
    StatuteVersion.objects.update(
        effective_from=date(2020, 2, 2),
        promulgated_on=date(2019, 12, 31),
        corrected=["effective_from", "promulgated_on"],
    )
    Provision.objects.filter(key="1").update(text="改好。", corrected=["text"])
    before = rows()
    assert import_statutes(path).changes == 0
    assert rows() == before


def test_an_excerpt_of_another_day_is_the_same_version(tmp_path):
    """Adopted on 2022-04-04, published on 2022-04-24: the sample's date stays."""
    statute = Statute.objects.create(title="中华人民共和国小法", slug="小法", kind="law")
    excerpt = statute.versions.create(promulgated_on=date(2022, 4, 24), is_excerpt=True)
    for day in ("04-04", "04-24"):
        write(tmp_path, f"小法(2022-{day}).md", "第一条 甲。")
    import_statutes(tmp_path)
    version = statute.versions.get()
    assert (version.pk, version.is_excerpt, version.promulgated_on) == (excerpt.pk, False, date(2022, 4, 24))
    assert import_statutes(tmp_path).changes == 0


def test_an_undated_file_that_is_brought_up_to_date_is_a_new_version(tmp_path):
    for year in (2004, 2018):
        write(tmp_path, "宪法.md", f"第一条 {year}。", head=(f"{year}年3月11日 修正",))
        import_statutes(tmp_path)
    assert Statute.objects.get().versions.count() == 2


def test_a_sample_excerpt_grows_into_the_whole_text(tmp_path, sample):
    sample.rows.bring_back()
    statute = Statute.objects.get(slug="民法典")
    pks = list(statute.versions.get().provisions.values_list("pk", flat=True))
    references = StatuteReference.objects.filter(statute=statute).count()
    words = [f"第{number}条 全文。" for number in ("一", "一千零三十四")]
    write(tmp_path, "民法典(2020-05-28).md", *words, title=statute.title)
    report = import_statutes(tmp_path)
    version = statute.versions.get()
    assert (version.is_excerpt, report.removed, report.changed) == (False, len(pks) - 1, 1)
    assert list(version.provisions.values_list("key", flat=True)) == ["1", "1034"]
    kept = StatuteReference.objects.filter(statute=statute)
    assert kept.count() == references
    assert kept.filter(provision=None).exists()  # their provision is gone, they are not
    assert set(kept.exclude(provision=None).values_list("provision__key", flat=True)) <= {"1034"}


def test_progress_is_told(tmp_path):
    for n in range(3):
        write(tmp_path, f"{n}(2020-01-01).md", "第一条 甲。", title=f"法{n}")
    told = []
    import_statutes(tmp_path, progress=lambda *numbers: told.append(numbers))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_a_decision_repealed_that_is_not_held(tmp_path):
    """法释〔2020〕16号 ended the interpretations of the marriage law; its text is no file of any source."""
    held, other = (f"最高人民法院关于适用《中华人民共和国婚姻法》若干问题的解释（{n}）" for n in "二一")
    write(tmp_path, "解释(2003-12-25).md", "第一条 甲。", title=held)
    import_statutes(tmp_path)
    repealed = dict(Statute.objects.filter(title__in=[held, other]).values_list("title", "repealed_on"))
    assert repealed == {held: date(2021, 1, 1), other: date(2021, 1, 1)}
    before = rows()
    import_statutes(tmp_path)
    assert rows() == before


def test_decisions_do_not_concern_a_library_of_other_laws(tmp_path):
    write(tmp_path, "甲(2020-01-01).md", "第一条 甲。")
    import_statutes(tmp_path)
    assert Statute.objects.count() == 1
