"""deploy/hefei-backup keeps a copy of every uploaded file, never writes over one, and says where two differ."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

SCRIPT = ROOT / "deploy/hefei-backup"
WAL = ROOT / "deploy/hefei-archive-wal"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "media/images").mkdir(parents=True)
    return tmp_path


def back_up(place: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    own = {"BACKUP": str(place / "backup"), "MEDIA_ROOT": str(place / "media"), "SETTLED": "0 seconds"}
    done = subprocess.run(
        [SCRIPT, *(arguments or ["media"])],
        env=os.environ | own | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def put(place: Path, name: str, content: str) -> Path:
    path = place / "media" / name
    path.write_text(content)
    return path


def copied(place: Path) -> dict[str, str]:
    folder = place / "backup/media/files"
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_new_files_are_copied_and_deleted_ones_stay(place):
    first = put(place, "images/一 个.webp", "1")
    put(place, "2.webp", "2")
    assert back_up(place) == (0, "")
    first.unlink()
    put(place, "3.webp", "3")
    assert back_up(place) == (0, "")
    assert copied(place) == {"images/一 个.webp": "1", "2.webp": "2", "3.webp": "3"}


def test_a_copy_is_never_written_over(place):
    put(place, "1.webp", "good")
    back_up(place)
    put(place, "1.webp", "damaged")
    code, said = back_up(place)
    assert (code, said) == (1, "有 1 个文件与备份里的副本大小不同，其中一个坏了：\n1.webp\n")
    assert copied(place) == {"1.webp": "good"}


def test_what_may_still_be_written_waits(place):
    put(place, "1.webp", "half")
    assert back_up(place, SETTLED="1 hour") == (0, "")
    assert copied(place) == {}


def test_half_a_copy_of_a_killed_run_is_made_anew(place):
    put(place, "1.webp", "whole")
    half = place / "backup/media/files/1.webp.part"
    half.parent.mkdir(parents=True)
    half.write_text("wh")
    assert back_up(place) == (0, "")
    assert copied(place) == {"1.webp": "whole"}


def test_a_wrong_word_is_refused(place):
    assert back_up(place, "everything") == (2, "用法：hefei-backup [full|media]\n")


def archive(place: Path, content: str) -> tuple[int, str]:
    (place / "wal").mkdir(exist_ok=True)
    (place / "now").write_text(content)
    done = subprocess.run(
        [WAL, place / "now", "000000010000000000000001"], env=os.environ | {"BACKUP": str(place)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_wal_is_archived_once_and_never_written_over(place):
    assert [archive(place, "a"), archive(place, "a")] == [
        (0, ""),
        (0, ""),
    ]  # PostgreSQL may ask again after a crash
    code, said = archive(place, "b")
    assert (code, said.strip()) == (
        1,
        "归档里已有另一个 000000010000000000000001：是否有两个数据库写进同一个归档？",
    )
    assert [path.name for path in (place / "wal").iterdir()] == ["000000010000000000000001.gz"]
