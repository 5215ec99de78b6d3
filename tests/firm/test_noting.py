"""What a tool says of its backups becomes rows, once each; what is damaged or gone is told of."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from firm import backups, noting
from firm.models import AuditRecord, Backup
from firm.noting import Media, NoBackups, of_copies, of_pgbackrest

FULL = {
    "archive": {"start": "000000010000000000000005", "stop": "000000010000000000000006"},
    "error": False,
    "info": {"delta": 9, "repository": {"delta": 300, "size": 300}, "size": 1000},
    "label": "20261126-182000F",
    "timestamp": {"start": 1795717200, "stop": 1795717260},
    "type": "full",
}
DIFF = FULL | {
    "label": "20261126-182000F_20261127-182000D",
    "type": "diff",
    "archive": {"start": "00000002000000000000000A", "stop": "00000002000000000000000B"},
    "timestamp": {"start": 1795803600, "stop": 1795803605},
}


def info(*made: dict, code: int = 0, name: str = "hefei") -> list:
    return [{"name": name, "status": {"code": code, "message": "missing stanza path"}, "backup": list(made)}]


def test_what_pgbackrest_says():
    full, diff = of_pgbackrest(info(FULL, DIFF), "hefei")
    assert (full.label, full.kind, full.timeline, full.bytes, full.kept_bytes) == (
        FULL["label"],
        "full",
        1,
        1000,
        300,
    )
    assert (full.ended_at - full.started_at).total_seconds() == 60
    assert (diff.kind, diff.timeline) == ("diff", 2)


def test_what_is_written_of_a_copy():
    (copy,) = of_copies(["20261126-182000 1795717200 1795717260 000000030000000000000005 1000 300\n", "\n"])
    assert (copy.label, copy.kind, copy.timeline, copy.bytes, copy.kept_bytes) == (
        "20261126-182000",
        "copy",
        3,
        1000,
        300,
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "备份库里没有 hefei"),
        (info(name="other"), "备份库里没有 hefei"),
        (info(code=1), "备份库的状态不对：missing stanza path"),
        (info({"label": "x"}), "读不懂 pgbackrest info 的输出"),
        ({"a": 1}, "读不懂 pgbackrest info 的输出"),
    ],
)
def test_what_says_nothing_of_backups(said, sentence):
    with pytest.raises(NoBackups, match=sentence):
        of_pgbackrest(said, "hefei")


@pytest.mark.parametrize("line", ["20261126-182000 1 2", "x y z 0 0 0", "a 1 2 0000000X0 1 1"])
def test_a_line_that_says_nothing(line):
    with pytest.raises(NoBackups, match="读不懂这一行"):
        of_copies([line])


@pytest.mark.django_db
class TestRows:
    def test_each_backup_is_noted_once_and_on_record(self):
        made = of_pgbackrest(info(FULL, DIFF), "hefei")
        assert [row.label for row in noting.note(made, ["full", "diff"], Media(3, 70))] == [
            FULL["label"],
            DIFF["label"],
        ]
        assert noting.note(made, ["full", "diff"], Media(4, 80)) == []
        rows = Backup.objects.values_list("kind", "media_files", "media_bytes")
        assert list(rows) == [("diff", 4, 80), ("full", None, None)]  # the media stand beside the newest
        reasons = AuditRecord.objects.filter(action="登记备份").values_list("reason", flat=True)
        assert set(reasons) == {f"{FULL['label']}（全量）", f"{DIFF['label']}（差异）"}

    def test_what_is_gone_is_no_longer_counted_on(self):
        noting.note(of_pgbackrest(info(FULL), "hefei"), ["full"])
        assert backups.standing().moment is not None
        noting.note(of_copies(["20261126-182000 1 2 000000010000000000000005 1 1"]), ["copy"])
        noting.note([], ["full", "diff"])
        assert [(row.kind, row.gone_at is None) for row in Backup.objects.all()] == [
            ("full", False),
            ("copy", True),
        ]
        noting.note([], ["copy"])
        assert backups.standing().moment is None


@pytest.mark.django_db
class TestCommand:
    def note(self, monkeypatch, text: str, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        call_command("note_backup", **options)

    def test_it_says_what_it_noted_and_what_that_means(self, monkeypatch, capsys):
        self.note(monkeypatch, json.dumps(info(FULL)), media_files=2, media_bytes=9)
        first, second = capsys.readouterr().out.splitlines()
        assert first == f"登记了备份 {FULL['label']}（全量）。"
        assert second.startswith("数据库可以恢复到 2026-11-27 ")
        assert Backup.objects.get().media_files == 2

    def test_copies(self, monkeypatch):
        self.note(monkeypatch, "20261126-182000 1 2 000000010000000000000005 1 1\n", copies=True)
        assert Backup.objects.get().kind == "copy"

    def test_damaged_pages_are_cried_out(self, monkeypatch):
        with pytest.raises(CommandError, match=f"备份 {FULL['label']} 里有校验和不对的数据页"):
            self.note(monkeypatch, json.dumps(info(FULL | {"error": True})))
        assert Backup.objects.exists()  # it is there all the same

    @pytest.mark.parametrize("text", ["", "no json", "[]"])
    def test_nonsense_notes_nothing(self, text, monkeypatch):
        with pytest.raises(CommandError, match="没有登记"):
            self.note(monkeypatch, text)
        assert not Backup.objects.exists()
