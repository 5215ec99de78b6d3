"""Who answers for the firm reads its record by time and act, and takes it away as a table, which is on record too."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firm import audit
from firm.models import AuditRecord

LIST = "/admin/firm/auditrecord/"
EXPORT = "/admin/firm/auditrecord/export/"


@pytest.fixture
def staff(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def acts(staff, reviewer, author):
    """Three acts; beside them the administrator's login."""
    audit.record("提交审核", by=author, reason="=1+1")
    audit.record("退回修改", by=reviewer, reason="缺少依据")
    audit.record("退回修改", by=reviewer, reason="错字")


def moved_to(action: str, year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE firm_auditrecord SET at = make_timestamptz(%s, 1, 1, 0, 0, 0, 'Asia/Shanghai') WHERE action = %s",
            [year, action],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def shown(client, query: str) -> list[tuple]:
    return [(row.action, row.reason) for row in client.get(LIST + query).context["cl"].result_list]


def exported(client, query: str = "") -> list[list[str]]:
    response = client.post(EXPORT + query)
    text = b"".join(response.streaming_content).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:], newline="")))


RETURNED = [("退回修改", "错字"), ("退回修改", "缺少依据")]
ALL = [*RETURNED, ("提交审核", "=1+1"), ("登录", "")]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", ALL),
        ("?action=退回修改", RETURNED),
        ("?q=错字", RETURNED[:1]),
        ("?when=today", ALL),
        ("?when=7", ALL),
        ("?when=1999", []),
        ("?when=nonsense", ALL),
        ("?when=9999", ALL),
    ],
)
def test_the_list_is_read_by_act_and_time(query, rows, acts, staff):
    assert shown(staff, query) == rows


def test_each_year_on_record_can_be_chosen(acts, staff):
    year = AuditRecord.objects.first().at.year
    moved_to("提交审核", year - 2)
    html = staff.get(LIST).content.decode()
    assert [f"?when={y}" in html for y in (year, year - 1, year - 2, year - 3)] == [True, True, True, False]
    assert shown(staff, f"?when={year - 2}") == [("提交审核", "=1+1")]
    assert shown(staff, "?when=90") == [*RETURNED, ("登录", "")]


def test_words_are_sought_in_a_stretch_of_time(acts, staff):
    year = AuditRecord.objects.first().at.year
    moved_to("退回修改", year - 2)
    assert [shown(staff, "?q=错字"), shown(staff, f"?q=错字&when={year - 2}")] == [[], RETURNED[:1]]


def test_the_acts_to_choose_from(acts, staff):
    [_, by_action] = staff.get(LIST).context["cl"].filter_specs
    assert by_action.lookup_choices == [(a, a) for a in sorted(["提交审核", "登录", "退回修改"])]


def test_the_list_counts_nothing_to_its_end(acts, staff):
    with CaptureQueriesContext(connection) as queries:
        staff.get(LIST)
    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"] and "auditrecord" in query["sql"]]
    assert ["LIMIT" in sql for sql in counts] == [True]


def test_the_export_holds_what_the_list_shows(acts, staff):
    heading, *rows = exported(staff, "?action=退回修改")
    assert heading == [str(field.verbose_name) for field in AuditRecord._meta.local_concrete_fields]
    at = {name: heading.index(name) for name in ("操作人姓名", "操作", "理由")}
    assert [[row[i] for i in at.values()] for row in rows] == [
        ["审核员", "退回修改", "错字"],
        ["审核员", "退回修改", "缺少依据"],
    ]


def test_the_export_is_a_download_that_is_kept_nowhere(acts, staff):
    response = staff.post(EXPORT)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="audit-')
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


def test_no_formula_leaves_with_the_export(acts, staff):
    heading, *rows = exported(staff)
    assert [row[heading.index("理由")] for row in rows] == ["错字", "缺少依据", "'=1+1", ""]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "操作记录 4 条（全部）"),
        ("?action=退回修改", "操作记录 2 条（退回修改）"),
        ("?when=today&q=错字", "操作记录 1 条（今天，搜索“错字”）"),
    ],
)
def test_the_export_is_on_record_with_its_count(query, reason, acts, staff):
    rows = exported(staff, query)
    record = AuditRecord.objects.get(action="导出")
    assert (record.actor_name, record.reason) == ("管理员", reason)
    assert f"操作记录 {len(rows) - 1} 条" in reason


def test_an_export_is_asked_for_by_its_button(acts, staff):
    page = staff.get(LIST + "?action=退回修改").content.decode()
    assert f'action="{EXPORT}?action=%E9%80%80%E5%9B%9E%E4%BF%AE%E6%94%B9"' in page
    assert staff.get(EXPORT).status_code == 405
    assert not AuditRecord.objects.filter(action="导出").exists()


def test_a_filter_that_does_not_exist_exports_nothing(acts, staff):
    response = staff.post(EXPORT + "?actor__password=x")
    assert (response.status_code, AuditRecord.objects.filter(action="导出").count()) in {(302, 0), (400, 0)}


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_others_export_nothing(who, acts, client, request):
    client.force_login(request.getfixturevalue(who))
    assert client.post(EXPORT).status_code == 403
    assert not AuditRecord.objects.filter(action="导出").exists()


def test_a_record_s_page_shows_its_place_in_the_chain(acts, staff):
    row = AuditRecord.objects.get(reason="错字")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    row.refresh_from_db()
    page = staff.get(reverse("admin:firm_auditrecord_change", args=[row.pk])).content.decode()
    assert row.hash in page
