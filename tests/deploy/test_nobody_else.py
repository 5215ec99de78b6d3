"""Whether PostgreSQL may start on one of two machines, as deploy/postgresql/nobody-else decides it."""

import subprocess

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "deploy/postgresql/nobody-else"
# psql in its place: answers as the hosts would that the other machines are.
PSQL = """#!/bin/sh
echo "$@" >>"$ASKED"
case "$* $HOSTS" in
  *read-write*primary*) echo 10.0.0.12 ;;
  *=any*standby* | *=any*primary*) echo 10.0.0.12 ;;
  *) exit 2 ;;
esac
"""


@pytest.fixture
def start(tmp_path):
    """start(hosts, is_standby): what the script says when PostgreSQL is to be started."""
    (tmp_path / "bin").mkdir()
    for name, text in {"psql": PSQL, "sleep": "#!/bin/sh\n"}.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/database_url").write_text("postgres://hefei:word@10.0.0.11:5432,10.0.0.12:5432/hefei\n")

    def _start(hosts: str, *, is_standby: bool = False) -> subprocess.CompletedProcess:
        if is_standby:
            (tmp_path / "standby.signal").touch()
        environment = {
            "PATH": f"{tmp_path}/bin:/usr/bin:/bin",
            "SECRETS": str(tmp_path),
            "DATA": str(tmp_path),
            "HOSTS": hosts,
            "ASKED": str(tmp_path / "asked"),
        }
        return subprocess.run(["sh", SCRIPT], env=environment, capture_output=True, text=True, check=False)

    return _start


@pytest.mark.parametrize(
    ("hosts", "is_standby", "code"),
    [
        ("primary", False, 1),  # the other was promoted while this one was off
        ("primary", True, 0),  # this one follows it
        ("standby", False, 0),  # this one takes writes and was restarted
        ("", False, 0),  # both were off
    ],
)
def test_it_starts_unless_another_takes_writes(start, hosts, is_standby, code):
    assert start(hosts, is_standby=is_standby).returncode == code


def test_the_refusal_says_who_and_what_to_do(start):
    assert start("primary").stderr == (
        "PostgreSQL 没有启动：10.0.0.12 已经在接受写入。请按 docs/production.md 的 A copy that follows 让本机跟随它。\n"
    )


def test_the_password_stands_on_no_command_line(start, tmp_path):
    start("")

    asked = (tmp_path / "asked").read_text().splitlines()
    assert len(asked) == 6  # three times, both questions: the network may be late
    assert not [line for line in asked if "word" in line]
