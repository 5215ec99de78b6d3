"""People switch the mails to themselves off and on."""

import pytest

from firm import audit

pytestmark = pytest.mark.django_db
PAGE = "/admin/mail-notices/"


@pytest.fixture
def reader(author):
    author.email = "lin@example.com"
    author.save()
    return author


@pytest.mark.parametrize(
    ("was", "asked", "will", "recorded"),
    [
        (True, "off", False, ["邮件通知：关"]),
        (False, "on", True, ["邮件通知：开"]),
        (True, "on", True, []),  # a second click
        (True, "nonsense", True, []),
        (True, "", True, []),
    ],
)
def test_the_button(was, asked, will, recorded, reader, as_):
    reader.mail_notices = was
    reader.save()
    as_(reader).post(PAGE, {"notices": asked})
    reader.refresh_from_db()
    assert reader.mail_notices == will
    assert [row.reason for row in audit.history(reader) if row.action == "修改"] == recorded


@pytest.mark.parametrize(
    ("email", "is_on", "words"),
    [
        ("lin@example.com", True, "会<strong>发邮件</strong>到 lin@example.com"),
        ("lin@example.com", False, "现在<strong>不发邮件</strong>给您"),
        ("", True, "您的账号还没有电子邮箱"),
    ],
)
def test_what_the_page_says(email, is_on, words, reader, as_):
    reader.email, reader.mail_notices = email, is_on
    reader.save()
    assert words in as_(reader).get(PAGE).content.decode()


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get(PAGE).status_code == 302
