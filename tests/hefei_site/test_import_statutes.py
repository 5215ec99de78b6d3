"""manage.py import_statutes: a report on stdout, progress on stderr, an honest exit code."""

import pytest
from django.core.management import CommandError, call_command

from statutes.models import Statute
from tests.statutes.importing.texts import write

pytestmark = pytest.mark.django_db


def test_a_folder(tmp_path, capsys):
    write(tmp_path, "小法(2020-01-01).md", "第一条 甲。")
    call_command("import_statutes", str(tmp_path))
    out, err = capsys.readouterr()
    assert out.startswith("读取 1 个文件（1 部）：写入 1，没有变化 0，重复 0，未写入 0。\n")
    assert err == "1/1，还需约 0 秒\n"


def test_a_dry_run(tmp_path, capsys):
    write(tmp_path, "小法(2020-01-01).md", "第一条 甲。")
    call_command("import_statutes", str(tmp_path), dry_run=True)
    assert capsys.readouterr().out.startswith("试运行，没有写入数据库。\n")
    assert not Statute.objects.exists()


def test_a_failure_is_an_error(tmp_path, capsys):
    write(tmp_path, "坏(2020-01-01).md", "第一条 甲。", "第一条 乙。")
    with pytest.raises(CommandError, match="有文件没有写入"):
        call_command("import_statutes", str(tmp_path))
    assert "坏(2020-01-01).md 第 9 行：第1条出现了两次" in capsys.readouterr().out


def test_nothing_there(tmp_path):
    with pytest.raises(CommandError, match=r"没有 \.md 或 \.docx 文件"):
        call_command("import_statutes", str(tmp_path))
    with pytest.raises(CommandError, match="没有这个文件或文件夹"):
        call_command("import_statutes", str(tmp_path / "无"))
