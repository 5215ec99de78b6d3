"""The settings refuse to load where they would be wrong, in a sentence that says so."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as project

CHECK = "import django; django.setup(); from django.conf import settings; print(settings.DATABASES['default']['HOST'])"
GOOD = {"SECRET_KEY": "k7Rf2" * 10, "DATABASE_URL": "postgres://hefei:secret@db:5432/hefei"}
PRODUCTION = {"HTTPS": "on", "SITE_URL": "https://law.example/", "PROXIES": "1"}


# Each line of its input is an environment; what a process says that loads the settings in it is a line of its output.
# What all settings import is imported before: for thirty cases in processes of their own that took 8 s.
LOADER = """
import json, os, sys, traceback
import django, django.conf, django_prose_editor.config, environ, hefei_site.embedded_postgres, js_asset, psycopg2
for line in sys.stdin:
    out, into = os.pipe()
    if not (child := os.fork()):
        os.dup2(into, 2)
        os.environ.clear()
        os.environ.update(json.loads(line))
        status = 0
        try:
            django.setup()
        except BaseException:
            traceback.print_exc()
            status = 1
        os._exit(status)
    os.close(into)
    said = open(out, encoding="utf-8").read()
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said]), flush=True)
"""


def copied(tmp_path) -> dict[str, str]:
    """The environment in which the settings are loaded from a copy of the code that has no .env."""
    for part in ("hefei_site", "firm", "statutes", "articles", "templates", "static"):
        (tmp_path / part).symlink_to(project.BASE_DIR / part)
    copy = tmp_path / "settings_copy.py"
    copy.write_text((project.BASE_DIR / "hefei_site/settings.py").read_text("utf-8"), "utf-8")
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "settings_copy",
        "PYTHONPATH": str(tmp_path),
    }


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """refused(environment): the exit code of a process that loads the settings in it, and what it says at the end."""
    folder = tmp_path_factory.mktemp("code")
    bare = copied(folder)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen([sys.executable, "-c", LOADER], env=bare, cwd=folder, **pipes) as loader:

        def _refused(environment: dict[str, str]) -> tuple[int, str]:
            print(json.dumps(bare | environment), file=loader.stdin, flush=True)
            code, said = json.loads(loader.stdout.readline())
            return code, said.splitlines()[-1] if said else ""

        yield _refused


def load(tmp_path, **environment) -> subprocess.CompletedProcess:
    """Load the settings in a process of their own, and say where the database is."""
    return subprocess.run(
        [sys.executable, "-c", CHECK],
        env=copied(tmp_path) | environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("more", [{}, PRODUCTION])
def test_good(tmp_path, more):
    assert load(tmp_path, **GOOD, **more).stdout.strip() == "db"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY 还没有设置"),
        (PRODUCTION | {"INDEXNOW_KEY": "short"}, "INDEXNOW_KEY 应是 8 到 128 个字母、数字或连字符"),
        (PRODUCTION | {"INDEXNOW_KEY": "with/slash"}, "INDEXNOW_KEY 应是"),
        ({"INDEXNOW_KEY": "0123456789"}, "别处的地址不该告诉搜索引擎"),
        ({"BAIDU_PUSH_TOKEN": "x"}, "别处的地址不该告诉搜索引擎"),
        ({"SECRET_KEY": ""}, "SECRET_KEY 还没有设置"),
        ({"DATABASE_URL": None}, "DATABASE_URL 只能是 PostgreSQL"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL 只能是 PostgreSQL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL 只能是 PostgreSQL"),
        ({"DATABASE_URL": "postgres://db"}, "DATABASE_URL 没有写库名"),
        ({"DATABASE_REPLICA_URLS": "mysql://db/hefei"}, "DATABASE_REPLICA_URLS 只能是 PostgreSQL"),
        ({"DATABASE_URL_FILE": "nowhere"}, "读不到 DATABASE_URL_FILE 写的文件"),
        ({"SECRET_KEY_FILE": "hefei_site"}, "读不到 SECRET_KEY_FILE 写的文件"),  # a folder
        ({"DATABASE_URL": "postgres://u:p@db:x/hefei"}, "DATABASE_URL 写得不对"),
        (PRODUCTION | {"DATABASE_URL": "embedded:"}, "生产环境（HTTPS=on）不能使用 embedded:"),
        (PRODUCTION | {"SECRET_KEY": "x" * 49}, "SECRET_KEY 太短"),
        (PRODUCTION | {"SECRET_KEY": "abcd" * 13}, "SECRET_KEY 不像随机生成的"),
        (PRODUCTION | {"SECRET_KEY": "django-insecure-" + "k7Rf2" * 10}, "SECRET_KEY 不像随机生成的"),
        (PRODUCTION | {"DEBUG": "on"}, "生产环境（HTTPS=on）不能打开 DEBUG"),
        (PRODUCTION | {"SITE_URL": None}, "要用 SITE_URL 写明网站的 https:// 地址"),
        (PRODUCTION | {"SITE_URL": "http://law.example"}, "要用 SITE_URL 写明网站的 https:// 地址"),
        ({"SENTRY_DSN": "https://sentry.example.com/1"}, "SENTRY_DSN 写得不对"),  # without the key
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT 只能是 json"),
        ({"MEDIA_S3_BUCKET": "b", "MEDIA_S3_ADDRESSING": "x"}, "MEDIA_S3_ADDRESSING 只能是 auto"),
        (
            PRODUCTION | {"MEDIA_S3_BUCKET": "b", "MEDIA_S3_ENDPOINT": "http://s3"},
            "MEDIA_S3_ENDPOINT 要用 https://",
        ),
        ({"EMAIL_URL": "smtp//host"}, "EMAIL_URL 写得不对"),
        ({"EMAIL_URL": "imap://u:p@host"}, "EMAIL_URL 写得不对"),
        (PRODUCTION | {"PROXIES": None}, "要用 PROXIES 写明网站前面有几层反向代理"),
        (
            PRODUCTION | {"PROXIES": ""},
            "要用 PROXIES 写明网站前面有几层反向代理",
        ),  # as compose hands on what is not set
        ({"PROXIES": "eins"}, "PROXIES 应是一个数字"),
    ],
)
def test_bad(refused, changes, said):
    code, last = refused({name: value for name, value in (GOOD | changes).items() if value is not None})
    assert (code, said in last) == (1, True)


def test_good_is_not_refused(refused):
    """Else the test above could not fail."""
    assert refused(GOOD) == (0, "")


EXTRAS = [
    ({"SENTRY_DSN": "https://key@sentry.example.com/1"}, "没有安装 sentry-sdk"),
    ({"MEDIA_S3_BUCKET": "hefei"}, "没有安装 django-storages"),
]


@pytest.mark.parametrize(("asked", "said"), EXTRAS)
def test_an_extra_that_is_asked_for_and_not_installed(tmp_path, asked, said):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys; sys.modules.update(sentry_sdk=None, storages=None)", "utf-8"
    )
    done = load(tmp_path, **GOOD, **asked)
    assert (done.returncode, said in done.stderr.splitlines()[-1]) == (1, True)


def test_secrets_may_stand_in_files(tmp_path):
    """As Docker and systemd hand them over; the line's end that an editor adds is no part of them."""
    (tmp_path / "url").write_text("postgres://hefei:secret@db-in-file/hefei\n", "utf-8")
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"] + "\r\n", "utf-8")
    files = {"DATABASE_URL_FILE": str(tmp_path / "url"), "SECRET_KEY_FILE": str(tmp_path / "key")}
    assert load(tmp_path, **PRODUCTION, **files).stdout.strip() == "db-in-file"


def test_debug_is_off_unless_asked_for():
    assert project.DEBUG is False


def test_a_dead_server_costs_no_request():
    """After a restart of PostgreSQL a kept connection is tested before it is used."""
    assert project.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True
