"""What deploy/machines writes down: where the database and the sites are, the same on each machine but for its own address."""

import shutil
import subprocess

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "deploy/machines"
TWO = ("10.0.0.11", "10.0.0.12")
THREE = (*TWO, "10.0.0.13")


@pytest.fixture
def etc(tmp_path):
    """/etc of one machine, as docs/production.md leaves it."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine")
    for name, text in {
        "hefei/secrets/site/database_url": "postgres://hefei:one@127.0.0.1:5432/hefei\n",
        "hefei/secrets/owner/database_url": "postgres://hefei_owner:two@127.0.0.1:5432/hefei\n",
        "hefei/secrets/database/site_password": "one\n",
        "hefei/site.env": "HTTPS=on\nWORKERS=2\n",
        "nginx/conf.d/hefei.conf": (settings.BASE_DIR / "deploy/hefei.conf").read_text("utf-8"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(0o640)
    return tmp_path


def run(etc, *arguments: str) -> subprocess.CompletedProcess:
    environment = {"PATH": "/usr/bin:/bin", "ETC": str(etc)}
    return subprocess.run(
        ["sh", SCRIPT, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def written(etc) -> dict[str, str]:
    return {str(path.relative_to(etc)): path.read_text("utf-8") for path in etc.rglob("*") if path.is_file()}


def test_the_database_is_looked_for_on_all_machines_and_read_from_each(etc):
    run(etc, "10.0.0.12", *TWO)

    found = written(etc)
    assert found["hefei/secrets/site/database_url"] == (
        "postgres://hefei:one@10.0.0.11:5432,10.0.0.12:5432/hefei\n"
    )
    assert found["hefei/secrets/owner/database_url"] == (
        "postgres://hefei_owner:two@10.0.0.11:5432,10.0.0.12:5432/hefei\n"
    )
    assert found["hefei/secrets/site/replicas"] == (
        "postgres://hefei:one@10.0.0.11:5432/hefei,postgres://hefei:one@10.0.0.12:5432/hefei\n"
    )
    assert found["hefei/site.env"].splitlines() == [
        "HTTPS=on",
        "WORKERS=2",
        "HOST=10.0.0.12",
        "DATABASE_REPLICA_URLS_FILE=/etc/hefei/secrets/site/replicas",
    ]


def test_nginx_asks_all_sites(etc):
    before = written(etc)["nginx/conf.d/hefei.conf"]
    run(etc, "10.0.0.12", *TWO)

    assert written(etc)["nginx/conf.d/hefei.conf"] == before.replace(
        "    server 127.0.0.1:8000;\n",
        "    server 10.0.0.11:8000 max_fails=2 fail_timeout=5s;\n"
        "    server 10.0.0.12:8000 max_fails=2 fail_timeout=5s;\n",
    )


def test_once_more_changes_nothing_and_a_machine_more_is_added(etc, tmp_path_factory):
    run(etc, "10.0.0.11", *TWO)
    once = written(etc)
    run(etc, "10.0.0.11", *TWO)
    assert written(etc) == once

    run(etc, "10.0.0.11", *THREE)
    found = written(etc)
    assert (
        found["hefei/secrets/database/replication_password"]
        == (once["hefei/secrets/database/replication_password"])
    )
    assert found["hefei/secrets/site/database_url"] == (
        "postgres://hefei:one@10.0.0.11:5432,10.0.0.12:5432,10.0.0.13:5432/hefei\n"
    )
    assert found["nginx/conf.d/hefei.conf"].count("    server 10.0.0.") == 3


def test_nobody_else_may_read_what_is_secret(etc):
    run(etc, "10.0.0.11", *TWO)

    secrets = [path for path in (etc / "hefei/secrets").rglob("*") if path.is_file()]
    assert {path.name: oct(path.stat().st_mode)[-3:] for path in secrets} == {
        path.name: "640" for path in secrets
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "至少两台"),
        (("10.0.0.11", "10.0.0.11"), "至少两台"),
        (("10.0.0.13", *TWO), "没有本机的 10.0.0.13"),  # a slip of the hand: another machine's address
    ],
)
def test_half_a_list_is_refused_and_nothing_is_written(etc, arguments, said):
    before = written(etc)
    refused = run(etc, *arguments)

    assert (refused.returncode, said in refused.stderr, written(etc)) == (2, True, before)
