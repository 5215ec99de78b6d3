"""What deploy/secrets makes, once, and for whose eyes."""

import shutil
import subprocess

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "deploy/secrets"
FILES = {
    "site/secret_key",
    "site/database_url",
    "owner/database_url",
    "database/postgres_password",
    "database/owner_password",
    "database/site_password",
    "certificate/fullchain.pem",
    "certificate/key.pem",
}


@pytest.fixture(autouse=True)
def there_is_openssl():
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine")


@pytest.fixture
def made(tmp_path):
    """made(): what the script prints; the files are below tmp_path."""

    def _made() -> str:
        environment = {
            "PATH": "/usr/bin:/bin",
            "SECRETS": str(tmp_path),
            "SITE": "law.example",
            "DATABASE_HOST": "db1:5432,db2:5432",
        }
        return subprocess.run(
            ["sh", SCRIPT], env=environment, capture_output=True, text=True, check=True
        ).stdout

    return _made


def contents(folder) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_it_makes_what_is_secret_and_nobody_else_may_read_it(made, tmp_path):
    said = made()
    found = contents(tmp_path)

    assert set(found) == FILES
    assert len(said.splitlines()) == 7  # a line each, one for the certificate with its key
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o640}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o750}
    assert len(found["site/secret_key"].strip()) == 80  # the settings want 50


def test_the_addresses_are_those_of_the_two_roles(made, tmp_path):
    made()
    found = contents(tmp_path)
    site, owner = found["database/site_password"].strip(), found["database/owner_password"].strip()

    assert site != owner
    assert found["site/database_url"] == f"postgres://hefei:{site}@db1:5432,db2:5432/hefei\n"
    assert found["owner/database_url"] == f"postgres://hefei_owner:{owner}@db1:5432,db2:5432/hefei\n"


def test_once_more_changes_nothing(made, tmp_path):
    made()
    before = contents(tmp_path)

    assert made() == ""
    assert contents(tmp_path) == before


def test_the_passphrase_of_the_backup_is_made_where_its_folder_is(made, tmp_path):
    (tmp_path / "backup").mkdir()

    made()
    head, passphrase, *more = (tmp_path / "backup/key.conf").read_text().splitlines()

    assert (head, more) == ("[global]", [])
    assert len(passphrase.removeprefix("repo1-cipher-pass=")) == 64  # 48 random bytes, as pgBackRest advises


@pytest.mark.parametrize(
    ("lost", "made_anew"),
    [
        ("site/database_url", 1),  # from the password that PostgreSQL knows
        ("certificate/key.pem", 1),  # with its certificate: one fits the other
    ],
)
def test_what_is_lost_is_made_anew_to_fit_the_rest(made, tmp_path, lost, made_anew):
    made()
    password = (tmp_path / "database/site_password").read_text()
    (tmp_path / lost).write_text("")  # as where the disk was full

    assert len(made().splitlines()) == made_anew
    assert password.strip() in (tmp_path / "site/database_url").read_text()
    key, certificate = tmp_path / "certificate/key.pem", tmp_path / "certificate/fullchain.pem"
    assert public_key(["pkey", "-in", key]) == public_key(["x509", "-in", certificate, "-noout"])


def test_the_certificate_is_for_the_name(made, tmp_path):
    made()
    said = subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "certificate/fullchain.pem", "-noout", "-checkhost", "law.example"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert said == "Hostname law.example does match certificate\n"


def public_key(source: list) -> str:
    command = ["openssl", *source, "-pubout" if source[0] == "pkey" else "-pubkey"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
