"""The backups as who runs the site reads them."""

from datetime import UTC, datetime

import pytest

from firm.models import Backup

pytestmark = pytest.mark.django_db
LIST = "/admin/firm/backup/"


@pytest.fixture
def backup():
    return Backup.objects.create(
        label="20261127-030000F", kind="full", timeline=1, bytes=3 * 1024**3, kept_bytes=700 * 1024**2,
        started_at=datetime(2026, 11, 27, 3, 0, tzinfo=UTC), ended_at=datetime(2026, 11, 27, 3, 1, 30, tzinfo=UTC),
        media_files=12, media_bytes=5 * 1024**2,
    )  # fmt: skip


def test_the_list_says_to_when_the_database_can_be_restored(backup, as_, admin_user):
    text = as_(admin_user).get(LIST).content.decode()
    assert "数据库可以恢复到 2026-11-27 11:01:30" in text
    assert "数据库没有打开连续归档" in text
    for words in ("20261127-030000F", "全量", "90 秒", "3.0 GB", "700.0 MB", "12 个文件，5.0 MB"):
        assert words in text.replace("\xa0", " ")


def test_an_empty_list_says_what_that_means(as_, admin_user):
    assert "还没有登记过任何备份" in as_(admin_user).get(LIST).content.decode()


def test_nobody_changes_what_was_made(backup, as_, admin_user):
    client = as_(admin_user)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{backup.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{backup.pk}/change/", {"label": "另一个"})
    backup.refresh_from_db()
    assert backup.label == "20261127-030000F"


def test_a_lawyer_does_not_see_them(backup, as_, author):
    assert as_(author).get(LIST).status_code == 403
