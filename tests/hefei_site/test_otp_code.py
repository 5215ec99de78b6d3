"""`manage.py otp_code` opens the sample's accounts, and no others."""

import pytest
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm import second_factor
from firm.models import User
from hefei_site import sample_accounts
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
REFUSED = "不是有二次验证的示例账号，或者已经改过密码、换过验证器，不打印验证码。"


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A sample account of a reviewer, as the loading of the sample makes it."""
    monkeypatch.setattr(sample_accounts, "file", lambda: tmp_path / "accounts.json")
    user = make_user("shenhe", "审核")
    sample_accounts.write({"shenhe": "test-password"})
    return user


def printed(capsys, name: str = "shenhe") -> tuple[str, str]:
    call_command("otp_code", name)
    out, err = capsys.readouterr()
    return out.strip(), err.strip()


def test_the_code_logs_in(sample, capsys, client):
    client.post("/admin/login/", {"username": "shenhe", "password": "test-password"})
    response = client.post("/admin/login/code/", {"code": printed(capsys)[0]})
    assert (response.status_code, client.get("/admin/").status_code) == (302, 200)


def test_a_second_code_within_the_half_minute_is_another_one(sample, capsys):
    first, _ = printed(capsys)
    assert second_factor.verify(sample, first) is not None
    second, hint = printed(capsys)
    assert (second != first, hint) == (True, "")
    assert second_factor.verify(sample, second) is not None


def test_a_third_one_says_how_long_to_wait(sample, capsys):
    for _ in range(2):
        assert second_factor.verify(sample, printed(capsys)[0]) is not None
    code, hint = printed(capsys)
    assert (code.isdecimal(), hint.startswith("这半分钟的验证码已经用过，请等 ")) == (True, True)


def no_sample_account(sample):
    return make_user("guanli", "管理员").username


def a_factor_of_somebody_else(sample):
    user = make_user("guanli", "管理员")
    second_factor.install(user, second_factor.new_key())
    return user.username


def another_password(sample):
    sample.set_password("something else")
    sample.save()


def another_factor(sample):
    second_factor.install(sample, second_factor.new_key())


def no_factor(sample):
    TOTPDevice.objects.all().delete()


def made_anew(sample):
    User.objects.filter(pk=sample.pk).update(username="before")
    make_user("shenhe", "审核")


@pytest.mark.parametrize(
    "change",
    [
        lambda sample: "nobody",
        no_sample_account,
        a_factor_of_somebody_else,
        another_password,
        another_factor,
        no_factor,
        made_anew,
    ],
)
def test_refused(change, sample, capsys):
    name = change(sample) or "shenhe"
    with pytest.raises(CommandError, match=REFUSED):
        call_command("otp_code", name)
    assert capsys.readouterr().out == ""


def test_production_refuses_it(sample, settings, capsys):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="生产环境"):
        call_command("otp_code", "shenhe")
    assert (capsys.readouterr().out, User.objects.count()) == ("", 1)
