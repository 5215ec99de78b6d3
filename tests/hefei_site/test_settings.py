"""The settings refuse to load where they would be wrong, in a sentence that says so."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project

CHECK = "import django; django.setup(); from django.conf import settings; print(settings.DATABASES['default']['HOST'])"
GOOD = {"SECRET_KEY": "x" * 50, "DATABASE_URL": "postgres://hefei:secret@db:5432/hefei"}


def load(tmp_path, **environment) -> subprocess.CompletedProcess:
    """Load the settings in a process of their own, in a copy of the code that has no .env."""
    for part in ("hefei_site", "firm", "statutes", "articles", "templates", "static"):
        (tmp_path / part).symlink_to(project.BASE_DIR / part)
    copy = tmp_path / "settings_copy.py"
    copy.write_text((project.BASE_DIR / "hefei_site/settings.py").read_text("utf-8"), "utf-8")
    bare = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "settings_copy",
        "PYTHONPATH": str(tmp_path),
    }
    return subprocess.run(
        [sys.executable, "-c", CHECK],
        env=bare | environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


def test_good(tmp_path):
    assert load(tmp_path, **GOOD).stdout.strip() == "db"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "只能是 PostgreSQL"),
        ({"DATABASE_URL": "embedded:", "HTTPS": "on"}, "生产环境（HTTPS=on）不能使用 embedded:"),
    ],
)
def test_bad(tmp_path, changes, said):
    environment = {name: value for name, value in (GOOD | changes).items() if value is not None}
    done = load(tmp_path, **environment)
    assert (done.returncode, said in done.stderr.splitlines()[-1]) == (1, True)


def test_debug_is_off_unless_asked_for():
    assert project.DEBUG is False


def test_a_dead_server_costs_no_request():
    """After a restart of PostgreSQL a kept connection is tested before it is used."""
    assert project.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True
