"""In the newsroom: a link is made for those whom one trusts, shown once, listed with what came back, and taken back."""

import re

import pytest
from django.urls import reverse

from articles import revisions
from articles.models import PreviewInvitation
from articles.reviewing import invitations
from firm.models import AuditRecord


def address(article, name="invite", *more) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def filled(article, **changes) -> dict:
    data = {"invited_name": "王工", "days": "3", "may_answer": "on", "revision": revisions.newest(article).pk}
    return data | changes


def test_a_link_is_made_and_shown_once(write, author, as_, client, settings):
    settings.SITE_URL = "https://hefei.example"
    article = write()
    response = as_(author).post(address(article), filled(article))
    html = response.content.decode()
    [link] = set(re.findall(r'data-copy="(https://hefei\.example/preview/[^"]+/)"', html))
    assert ('class="qr"' in html, f'value="{link}"' in html) == (True, True)
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert client.get(link.removeprefix("https://hefei.example")).status_code == 200
    token = link.split("/")[-2]
    for later in (address(article), address(article, "change")):
        assert token not in as_(author).get(later).content.decode()


@pytest.mark.parametrize("days", [1, 3, 7, 14])
def test_for_how_long(days, write, author, as_):
    article = write()
    as_(author).post(address(article), filled(article, days=days))
    invitation = PreviewInvitation.objects.get()
    assert round((invitation.expires_at - invitation.created_at).total_seconds() / 86400, 3) == days


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"invited_name": ""}, "这个字段是必填项。"),
        ({"invited_name": "　"}, "这个字段是必填项。"),
        ({"invited_name": "长" * 51}, "确保该变量包含不超过 50 字符 (目前字符数 51)。"),
        ({"days": "365"}, "选择一个有效的选项。 365 不在可用的选项中。"),
        ({"revision": "1"}, "这篇文章刚刚有了新的版本。请看过新的版本，再生成链接。"),
    ],
)
def test_a_bad_form_makes_no_link_and_keeps_what_was_typed(changes, sentence, write, author, as_):
    write("占一个号"), write("再占一个")
    article = write()
    response = as_(author).post(address(article), filled(article, **changes))
    html = response.content.decode()
    assert (response.status_code, PreviewInvitation.objects.count()) == (200, 0)
    assert re.findall(r'(?:<li>|errornote">)([^<]*(?:。))<', html) == [sentence]
    if "days" in changes or "revision" in changes:
        assert 'value="王工"' in html
    assert f'name="revision" value="{revisions.newest(article).pk}"' in html


@pytest.mark.parametrize(
    ("who", "status"),
    [("author", 200), ("reviewer", 200), ("administrator", 200), ("colleague", 404), (None, 302)],
)
def test_who_comes_to_the_page(who, status, write, as_, client, request):
    article = write()
    if who:
        as_(request.getfixturevalue(who))
    assert client.get(address(article)).status_code == status
    assert client.post(address(article), filled(article)).status_code == status
    assert PreviewInvitation.objects.count() == (status == 200)


def test_another_s_article_is_not_shown_on_through_one_s_own(write, author, colleague, as_, column):
    own = write("自己的", by=colleague, author=colleague.lawyer)
    other = write("别人的")
    as_(colleague).post(address(own), filled(own, revision=revisions.newest(other).pk))
    assert not PreviewInvitation.objects.exists()


def test_who_only_sees_an_article_does_not_invite(
    publish, rewrite, colleague, as_, client, cases, administrator
):
    """A reviewer of the column that it is to leave reads it and finds neither link nor page."""
    article = publish()
    cases.reviewers.add(administrator)
    rewrite(article, column_id=cases.pk, source_name="法院公报")
    reviewer = colleague
    reviewer.groups.set([*administrator.groups.model.objects.filter(name="审核")])
    html = as_(reviewer).get(address(article, "change")).content.decode()
    assert ("生成预览链接" in html, client.get(address(article)).status_code) == (False, 403)


def test_the_article_s_page_lists_links_and_answers(write, author, reviewer, as_):
    article = write()
    invitation, _ = invitations.invite(
        article, revision=revisions.newest(article).pk, name="王工", days=3, may_answer=True, by=author
    )
    form = invitations.form_for(invitation)
    invitations.answer(invitation, opinion="remarks", text="第二段不清楚", form=form)
    for user in (author, reviewer):
        html = as_(user).get(address(article, "change")).content.decode()
        section = re.search(r'<section class="module history invitations".*?</section>', html, re.S)[0]
        for words in (
            "王工",
            "第 1 版",
            "林律师",
            "有效",
            "意见",
            "第二段不清楚",
            "生成预览链接",
            "撤销链接",
        ):
            assert words in section


@pytest.mark.parametrize(("who", "status"), [("author", 302), ("reviewer", 302), ("colleague", 404)])
def test_revoking(who, status, write, author, as_, request):
    article = write()
    invitation, _ = invitations.invite(
        article, revision=revisions.newest(article).pk, name="王工", days=3, may_answer=True, by=author
    )
    client = as_(request.getfixturevalue(who))
    path = address(article, "revoke", invitation.pk)
    assert client.get(path).status_code in {405, 404}
    assert client.post(path).status_code == status
    invitation.refresh_from_db()
    assert (invitation.revoked_at is not None) == (status == 302)
    assert AuditRecord.objects.filter(action="撤销预览邀请").count() == (status == 302)


def test_an_invitation_is_not_revoked_through_another_article(write, author, colleague, as_):
    own, other = write("自己的", by=colleague, author=colleague.lawyer), write("别人的")
    invitation, _ = invitations.invite(
        other, revision=revisions.newest(other).pk, name="王工", days=3, may_answer=True, by=author
    )
    assert as_(colleague).post(address(own, "revoke", invitation.pk)).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
