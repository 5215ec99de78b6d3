"""The backup where no timer starts it: when deploy/backups makes one, and how the site in another container hears of it."""

import os
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings

DEPLOY = settings.BASE_DIR / "deploy"
HOUR = 3600


class Scene:
    """A folder with one of the scripts, and stubs that write down what they were called with in the place of what it calls."""

    def __init__(self, folder: Path):
        self.folder, self.log = folder, folder / "log"
        (folder / "deploy").mkdir()
        (folder / "bin").mkdir()
        (folder / "backup").mkdir()

    def script(self, name: str) -> Path:
        here = self.folder / "deploy" / name
        here.write_text((DEPLOY / name).read_text("utf-8"), "utf-8")
        here.chmod(0o755)
        return here

    def stub(self, path: str, more: str = "") -> None:
        stub = self.folder / path
        stub.write_text(f'#!/bin/sh\necho "{stub.name} $*" >> "{self.log}"\n{more}\n')
        stub.chmod(0o755)

    def run(self, script: str, given: str = "", **environment: str) -> int:
        """Run it; where it goes on for ever, until the stub of `sleep` ends it."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        environment = {"PATH": path, "BACKUP": str(self.folder / "backup"), **environment}
        return subprocess.run(
            ["sh", self.script(script)], input=given, text=True, env=environment, timeout=20, check=False
        ).returncode

    @property
    def called(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines()


@pytest.fixture
def scene(tmp_path):
    made = Scene(tmp_path)
    made.stub("bin/sleep", "kill -TERM $PPID")
    return made


@pytest.mark.parametrize(
    ("hours", "hour", "asked"),
    [
        (None, "10", "hefei-backup "),  # never yet: at once
        (1, "10", "hefei-backup media"),
        (20, "10", "hefei-backup media"),  # by day the night's is enough
        (20, "19", "hefei-backup "),  # the hour has come
        (1, "19", "hefei-backup media"),  # … and it was made in it
        (26, "10", "hefei-backup "),  # the night was missed: the machine was off
    ],
)
def test_the_database_is_saved_each_night_and_files_meanwhile(scene, hours, hour, asked):
    scene.stub("bin/pgbackrest")
    scene.stub("bin/date", f"echo {hour}")
    scene.stub("deploy/hefei-backup")
    made = scene.folder / "backup/.made"
    if hours is not None:
        made.touch()
        os.utime(made, (time.time() - hours * HOUR,) * 2)

    scene.run("backups")

    assert [call for call in scene.called if not call.startswith("date")] == [
        "pgbackrest --stanza=hefei stanza-create",
        asked,
        "sleep 600",
    ]


@pytest.mark.parametrize(("code", "is_made"), [(0, True), (1, False)])
def test_only_a_backup_that_was_whole_counts(scene, code, is_made):
    scene.stub("bin/pgbackrest")
    scene.stub("deploy/hefei-backup", f"exit {code}")

    scene.run("backups")

    assert (scene.folder / "backup/.made").exists() is is_made


@pytest.fixture
def told(scene):
    """A folder in which hefei-backup has left what it has to tell."""
    folder = scene.folder / "told"
    folder.mkdir()
    (scene.folder / "hand_over").write_text((DEPLOY / "hand_over").read_text("utf-8"), "utf-8")
    code = subprocess.run(
        ["sh", scene.folder / "hand_over", "note_backup", "--stanza", "hefei", "--media-files", "3"],
        input='[{"name": "hefei"}]\n', text=True, env={"PATH": os.environ["PATH"], "TOLD": str(folder)}, check=False,
    ).returncode  # fmt: skip
    assert code == 0
    return folder


def test_the_site_hears_of_a_backup_with_all_that_was_said(scene, told):
    heard = scene.folder / "heard"
    scene.script("here")
    scene.stub("bin/python", f'[ "$2" != note_backup ] || cat > "{heard}"')

    scene.run(
        "each_minute", TOLD=str(told / "backup"), NOTED=str(scene.folder / "noted"), SUCCEEDED="/dev/null"
    )

    assert scene.called == [
        "python manage.py run_due",
        "python manage.py note_backup --stanza hefei --media-files 3",
        "sleep 60",
    ]
    assert heard.read_text() == '[{"name": "hefei"}]\n'


@pytest.mark.parametrize(
    ("code", "times"),
    [
        (0, 1),  # told once, it knows
        (1, 2),  # the database was away: once more in the next minute
    ],
)
def test_the_site_is_told_until_it_knows(scene, told, code, times):
    scene.script("here")
    scene.stub("bin/python", f'[ "$2" != note_backup ] || exit {code}')

    for _ in range(2):
        scene.run(
            "each_minute", TOLD=str(told / "backup"), NOTED=str(scene.folder / "noted"), SUCCEEDED="/dev/null"
        )

    assert sum("note_backup" in call for call in scene.called) == times


def test_nothing_else_is_handed_over(scene, tmp_path):
    assert scene.run("hand_over", TOLD=str(tmp_path)) == 2
    assert not (tmp_path / "backup.new").exists()
