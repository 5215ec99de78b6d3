"""The fixed cast of the tests, on the real PostgreSQL that DATABASE_URL names."""

import gc
import os
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from unittest import mock

import pytest
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles import revisions, workflow
from articles.models import Article, Column, CopyrightNotice
from articles.rendering import keeping
from firm import second_factor
from firm.access import Role
from firm.models import Lawyer, User
from hefei_site import embedded_postgres, sample_accounts, sample_content
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion
from tests import snapshot

# What every public page lets a browser load, by directive.
STRICT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "object-src": "'none'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BODY = "<p>网贷逾期以后，先弄清楚欠多少，再谈怎么还。</p>"


@pytest.hookimpl(optionalhook=True)  # -p no:xdist knows no such hook
def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: who waits for a browser, a lock or the database leaves a core to another."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config):
    if django_settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(django_settings.BASE_DIR)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test that commits is followed by the rows that the migrations made; no test needs its rows to survive a crash."""
    name = connection.settings_dict["NAME"]
    if not name.startswith("test_"):  # no test of this run wants a database
        yield
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        connection.close()
        migrated = snapshot.keep("migrated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: migrated.bring_back())
        yield migrated


@dataclass(frozen=True)
class Sample:
    """The sample content: its rows, to be brought back, and the file of its accounts, all with one password."""

    rows: snapshot.Snapshot
    accounts: Path
    password: str = "sample-password-of-the-tests"


@pytest.fixture(scope="session")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once in this process, which takes six seconds, for all tests that begin with it."""
    accounts = tmp_path_factory.mktemp("sample") / "accounts.json"
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(PASSWORD_HASHERS=QUICK_HASHERS),
        django_db_blocker.unblock(),
    ):
        patch.setattr(sample_accounts, "file", lambda: accounts)
        patch.setattr(sample_accounts, "random_password", lambda: Sample.password)
        patch.setattr(keeping, "keep_all", lambda pks: None)  # pages would name the address of another site
        sample_content.load()
        rows = snapshot.keep("sample")
        django_db_setup.bring_back()
        connection.close()
    return Sample(rows, accounts)


def pytest_collection_finish():
    """What is there now stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 20)


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    """Folders for uploads, one a test, each made by the first that is stored in it; tmp_path would make 5,000."""
    root = tmp_path_factory.mktemp("media")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def _settings(settings, media):
    """Tests need no collected files, no slow password hashes, no media folder of the project's."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    settings.MEDIA_ROOT = next(media)
    settings.KEPT_PAGES_MB = 0  # a page of another test's rows
    settings.WHITENOISE_AUTOREFRESH = True  # each client would read through all collected files


password_login = Client.force_login  # a session that has come no further than the password


def _counts_nothing(*args, **kwargs) -> None:
    """In the place of a receiver of django-axes."""


@pytest.fixture(autouse=True)
def _force_login_is_the_whole_way(monkeypatch):
    """client.force_login(user) is a login with all that the account needs: a second factor, too, made if it has none.

    No password was tried, so that django-axes has nothing to count: nearly half of what it would cost.
    """

    def force_login(client, user, backend=None):
        with mock.patch.object(AxesProxyHandler, "user_logged_in", new=_counts_nothing):
            password_login(client, user, backend)
        if second_factor.is_asked_for(user):
            session = client.session
            session[DEVICE_ID_SESSION_KEY] = factor_of(user).persistent_id
            session.save()

    monkeypatch.setattr(Client, "force_login", force_login)


def factor_of(user: User) -> TOTPDevice:
    """The confirmed authenticator of an account, a new one if it had none."""
    return second_factor.totp_of(user) or TOTPDevice.objects.create(user=user, name="验证器")


def code_for(user: User) -> str:
    """The code that the user's authenticator shows now, taken although one of this half minute was used before."""
    device = factor_of(user)
    TOTPDevice.objects.filter(pk=device.pk).update(
        last_t=-1, throttling_failure_count=0, throttling_failure_timestamp=None
    )
    return f"{totp(device.bin_key):06}"


def make_user(username: str, role: str | None = None, **fields) -> User:
    """An account of the newsroom in a role."""
    user = User.objects.create_user(
        username, password="test-password", name=username, is_staff=True, **fields
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def reviewer(db):
    return make_user("审核员", Role.REVIEWER)


@pytest.fixture
def administrator(db):
    return make_user("管理员", Role.ADMINISTRATOR)


@pytest.fixture
def author(db):
    """A lawyer's account; author.lawyer is the lawyer."""
    user = make_user("林律师", Role.LAWYER)
    Lawyer.objects.create(user=user, name="林知远", title="律师", licence_number="13301200000000001")
    return user


@pytest.fixture
def colleague(db):
    """Another lawyer, who has no part in the author's articles."""
    user = make_user("沈律师", Role.LAWYER)
    Lawyer.objects.create(user=user, name="沈若水", title="律师", licence_number="13301200000000002")
    return user


@pytest.fixture
def as_(client):
    """as_(user): the client, logged in as that user."""

    def _as(user):
        client.force_login(user)
        return client

    return _as


@pytest.fixture
def original_notice(db):
    return CopyrightNotice.objects.create(
        name="原创", kind="original", wording="本文由{firm}原创，转载请附链接：{link}"
    )


@pytest.fixture
def reprint_notice(db):
    return CopyrightNotice.objects.create(name="转载", kind="reprint", wording="来自{source}。")


@pytest.fixture
def column(original_notice):
    return Column.objects.create(name="金融债务", slug="debt", notice=original_notice)


@pytest.fixture
def cases(reprint_notice):
    """The column of public reprints."""
    return Column.objects.create(name="法院案例", slug="cases", notice=reprint_notice)


@pytest.fixture
def write(author, column):
    """write(title=…, tags=[…], by=…, pk=…, …): a new article with its draft; returns the Article."""

    def _write(title="网贷逾期怎么办", *, tags=(), by=None, pk=None, **content) -> Article:
        written = {"title": title, "body": BODY, "column": column, "author": author.lawyer, "ai_use": "none"}
        content = written | content
        return revisions.start(content, list(tags), by=by or author, pk=pk).article

    return _write


@pytest.fixture
def publish(write, reviewer):
    """publish(…): as write(), then submitted by its author and published by the reviewer."""

    def _publish(*args, **kwargs) -> Article:
        article = write(*args, **kwargs)
        by = kwargs.get("by") or article.author.user
        workflow.perform("submit", article, by=by, reason="测试")
        return workflow.perform("publish", article, by=reviewer)

    return _publish


@pytest.fixture
def civil_code(db):
    """《中华人民共和国民法典》 with the provisions 111, 1034 and 1035, in force since 2021-01-01."""
    statute = Statute.objects.create(
        title="中华人民共和国民法典", slug="民法典", kind="law", issuer="全国人民代表大会"
    )
    version = StatuteVersion.objects.create(
        statute=statute, promulgated_on=date(2020, 5, 28), effective_from=date(2021, 1, 1)
    )
    for number, text in CIVIL_CODE.items():
        Provision.objects.create(
            version=version,
            number=number,
            key=str(number),
            path="第四编 人格权",
            text=text,
            shingles=fingerprints(text),
        )
    return statute


CIVIL_CODE = {
    111: "自然人的个人信息受法律保护。任何组织或者个人需要获取他人个人信息的，应当依法取得并确保信息安全，"
    "不得非法收集、使用、加工、传输他人个人信息，不得非法买卖、提供或者公开他人个人信息。",
    1034: "自然人的个人信息受法律保护。\n"
    "个人信息是以电子或者其他方式记录的能够单独或者与其他信息结合识别特定自然人的各种信息，包括自然人的姓名、"
    "出生日期、身份证件号码、生物识别信息、住址、电话号码、电子邮箱、健康信息、行踪信息等。\n"
    "个人信息中的私密信息，适用有关隐私权的规定；没有规定的，适用有关个人信息保护的规定。",
    1035: "处理个人信息的，应当遵循合法、正当、必要原则，不得过度处理，并符合下列条件：\n"
    "（一）征得该自然人或者其监护人同意，但是法律、行政法规另有规定的除外；\n"
    "（二）公开处理信息的规则；\n"
    "（三）明示处理信息的目的、方式和范围；\n"
    "（四）不违反法律、行政法规的规定和双方的约定。",
}


@pytest.fixture
def notice_of_2017(db):
    """The document registered without text."""
    return Statute.objects.create(
        title="关于规范整顿“现金贷”业务的通知",
        slug="现金贷通知",
        kind="normative",
        issuer="专项整治工作领导小组办公室",
        doc_number="整治办函〔2017〕141号",
        is_unverified=True,
    )


@pytest.fixture
def committed(transactional_db):
    """Rows that other connections see."""
