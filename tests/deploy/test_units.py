"""The units for a server without containers: each starts something that is there, confined, and systemd finds nothing to say."""

import os
import re
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

DEPLOY = settings.BASE_DIR / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("hefei*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("hefei*.timer"))
CURRENT = "/srv/hefei/current/"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_it_starts_a_script_of_ours(unit):
    command = re.search(r"^ExecStart=(\S+)", unit.read_text("utf-8"), re.M)[1]

    if command.startswith(CURRENT):
        assert os.access(settings.BASE_DIR / command.removeprefix(CURRENT), os.X_OK)


@pytest.mark.parametrize(
    "unit", [path for path in SERVICES if "backup" not in path.name], ids=lambda path: path.name
)
def test_it_is_confined(unit):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    command = ["systemd-analyze", "security", "--offline=true", unit]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert float(re.search(r"exposure level for \S+: (\d+\.\d)", said)[1]) < 2.0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_no_secret_stands_in_it(unit):
    text = unit.read_text("utf-8")

    assert not re.search(r"^Environment=.*\b(SECRET_KEY|DATABASE_URL|\w*PASSWORD)=", text, re.M)


def test_the_owners_password_is_for_migrations_alone():
    has = [path.name for path in SERVICES if "secrets/owner" in path.read_text("utf-8")]

    assert has == ["hefei-migrate.service"]


@pytest.mark.parametrize("timer", TIMERS, ids=lambda path: path.name)
def test_a_timer_has_its_service(timer):
    assert timer.with_suffix(".service").is_file()


def test_nginx_may_enter_folders_that_the_site_makes(settings, tmp_path):
    """The unit's umask lets nobody else in; nginx is somebody else."""
    settings.MEDIA_ROOT = tmp_path
    before = os.umask(0o027)
    try:
        default_storage.save("2026/11/kept.txt", ContentFile(b"kept"))
    finally:
        os.umask(before)

    assert [
        oct((tmp_path / path).stat().st_mode & 0o777) for path in ("2026", "2026/11", "2026/11/kept.txt")
    ] == [
        "0o755",
        "0o755",
        "0o644",
    ]
