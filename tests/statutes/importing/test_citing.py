"""What cites what, among the statutes: worked out from the newest texts, as often as one likes with the same result."""

import pytest

from statutes.citations.address import Address
from statutes.citations.carry import Citation
from statutes.importing.citing import Cited, cite_statutes
from statutes.importing.run import import_statutes
from statutes.models import LawCitation, Provision, Statute, StatuteAlias
from tests.statutes.importing.texts import write


@pytest.mark.parametrize(
    ("address", "range_to", "keys"),
    [
        (None, "", [""]),  # the statute as a whole
        (Address(120, 1), "", ["120-1"]),
        (Address(3, 0, 2, 1), "", ["3"]),  # the 条 has the page
        (Address(3), "5", ["3", "4", "5"]),  # 第三条至第五条
        (Address(3, 0, 1), "5", ["3"]),  # 第三条第一款至第五款
        (Address(120, 1), "5", ["120-1"]),  # 第一百二十条之一至之五
        (Address(3), "1260", ["3"]),  # 第三条至第一千二百六十条 says as much as the law's name
        (Address(3), "2", ["3"]),  # backwards
        (Address(3), "五", ["3"]),
    ],
)
def test_the_keys_of_a_citation(address, range_to, keys):
    assert Citation("甲法", "甲法", address, None, (0, 2), range_to).keys == keys


def rows() -> list[tuple]:
    """(citing statute, its 条, cited statute, its 条)."""
    found = LawCitation.objects.order_by("provision__number", "statute__title", "key")
    return list(
        found.values_list("provision__version__statute__title", "provision__key", "statute__title", "key")
    )


@pytest.fixture
def library(tmp_path, db):
    """大法 in two versions, and 小法, which cites it."""
    write(tmp_path, "大法(2010-01-01).md", "第一条 依照《中华人民共和国小法》。", title="中华人民共和国大法")
    write(tmp_path, "大法(2020-01-01).md", "第一条 甲。", "第二条 乙。", title="中华人民共和国大法")
    write(
        tmp_path, "小法(2020-01-01).md",
        "第一条 为了实施《中华人民共和国大法》，制定本法。", "第二条 依照本法第一条和大法第一条至第二条。", "第三条 依照《没有的法》第五条。",
        "第四条 大法第二条第一款、第二款。",
    )  # fmt: skip
    return tmp_path


def test_an_import_ends_with_what_cites_what(library):
    report = import_statutes(library)
    small, great = "中华人民共和国小法", "中华人民共和国大法"
    assert rows() == [
        (small, "1", great, ""),
        (small, "2", great, "1"),  # a range, 条 by 条; 本法第一条 is the law itself
        (small, "2", great, "2"),
        (small, "4", great, "2"),  # two 款 of one 条 are one row
    ]  # what only the superseded version of 大法 cites is not listed
    assert report.cited == Cited(added=4)
    assert "法规之间的引用：新增 4、删除 0、不变 0。" in report.words()


def test_the_second_time_nothing_is_written(library):
    import_statutes(library)
    before = list(LawCitation.objects.values())
    report = import_statutes(library)
    assert (report.cited, report.changes) == (Cited(unchanged=4), 0)
    assert list(LawCitation.objects.values()) == before


def test_a_dry_run_writes_none(library):
    assert import_statutes(library, dry_run=True).cited == Cited(added=4)
    assert rows() == []


def test_what_a_text_cites_no_longer_goes(library):
    import_statutes(library)
    write(library, "小法(2020-01-01).md", "第一条 依照大法第二条。")
    assert import_statutes(library).cited == Cited(added=1, removed=1)  # the 条 that went took theirs along
    assert [row[1:] for row in rows()] == [("1", "中华人民共和国大法", "2")]


def test_a_newer_version_takes_the_place_of_the_older(library):
    import_statutes(library)
    write(library, "小法(2024-01-01).md", "第一条 依照大法第二条。")
    assert import_statutes(library).cited == Cited(added=1, removed=4)


def test_a_new_name_is_found_in_texts_that_were_there(library):
    """An alias, or a statute that comes later: no text has changed, and still each citation is found."""
    import_statutes(library)
    StatuteAlias.objects.create(statute=Statute.objects.get(title="中华人民共和国大法"), name="没有的法")
    assert cite_statutes() == Cited(added=1, unchanged=4)
    StatuteAlias.objects.all().delete()
    write(library, "没有的法(2021-01-01).md", "第一条 甲。", title="没有的法")
    assert import_statutes(library).cited == Cited(added=1, removed=1, unchanged=4)
    assert rows()[-2][1:] == ("3", "没有的法", "5")


def test_killed_before_the_end_and_run_again(library, monkeypatch):
    import_statutes(library)
    whole = rows()
    LawCitation.objects.all().delete()

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            cite_statutes()
    assert rows() == []  # all or nothing
    cite_statutes()
    assert rows() == whole


def test_a_provision_takes_its_citations_along(library):
    import_statutes(library)
    Provision.objects.filter(key="4").delete()
    assert len(rows()) == 3
