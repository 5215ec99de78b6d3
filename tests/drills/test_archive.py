"""A rehearsal's archive is the shipped one, in places of its own."""

import shutil

import pytest

from drills.archive import Archive
from drills.processes import Place

pytestmark = pytest.mark.skipif(not shutil.which("pgbackrest"), reason="pgbackrest is not on this machine")


@pytest.fixture
def archive(tmp_path, monkeypatch):
    monkeypatch.setattr(
        Place, "own", lambda here, path, user: path.mkdir(parents=True, exist_ok=True) or path
    )
    found = Archive(Place(tmp_path))
    found.configure(tmp_path / "postgres/data", 5433)
    return found


def test_the_shipped_configuration_with_other_places(archive):
    text = archive.config.read_text("utf-8")
    folder = archive.here.folder
    active = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in active if "/srv/" in line or "/var/" in line] == []
    for line in (
        f"repo1-path={folder}/backup/pgbackrest",
        f"pg1-path={folder}/postgres/data",
        "pg1-port=5433",
    ):
        assert line in active
    assert "repo1-cipher-type=aes-256-cbc" in active
    assert "repo1-cipher-pass" not in text  # it stands apart, as in production


def test_the_shipped_settings_with_the_rehearsals_command(archive):
    settings = archive.settings()
    assert (settings["archive_mode"], settings["archive_timeout"], settings["wal_level"]) == (
        "on",
        "60",
        "replica",
    )
    assert settings["archive_command"].endswith(
        f"--config-include-path={archive.here.folder}/conf.d --stanza=hefei archive-push %p"
    )
    assert archive.settings(second_way=True)["archive_command"].endswith("/deploy/hefei-archive-wal %p %f")
