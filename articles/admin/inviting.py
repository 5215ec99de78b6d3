"""Showing a revision to somebody without an account: making links, and taking them back."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles import revisions
from articles.models import Article, PreviewInvitation, Revision
from articles.reviewing import invitations
from articles.reviewing.invitation_forms import InviteForm
from firm.models import User

INVITE_PAGE = "admin/articles/article/invite.html"


def about_invitations(article: Article, newest: Revision, user: User) -> dict:
    """What the editor and the review page tell of an article's invitations."""
    return {
        "invitations": invitations.of(article),
        "may_invite": invitations.may_invite(article, newest, user),
    }


class InvitingDesk:
    """What ArticleAdmin answers about invitations."""

    def inviting_urls(self, wrap) -> list:
        invite = wrap(require_http_methods(["GET", "HEAD", "POST"])(self.invite))
        revoke = wrap(require_POST(self.revoke_invitation))
        return [
            path("<int:pk>/invite/", invite, name="articles_article_invite"),
            path("<int:pk>/invite/<int:invitation>/revoke/", revoke, name="articles_article_revoke"),
        ]

    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form for a link; sent, the page that shows the link, this once."""
        article = self._article(request, pk)
        newest = revisions.newest(article)
        if not invitations.may_invite(article, newest, request.user):
            raise PermissionDenied("只有能修改或审核这篇文章的人，才能邀请别人预览。")
        form = InviteForm(request.POST or None, initial={"revision": newest.pk})
        context = self.admin_site.each_context(request) | {
            "title": "邀请同事预览",
            "opts": self.opts,
            "article": article,
            "newest": newest,
            "form": form,
            "media": self.media,
        }
        if request.method == "POST" and form.is_valid():
            context |= self._invited(request, article, form)
        return TemplateResponse(request, INVITE_PAGE, context)  # no-store: admin_view says never_cache

    def _invited(self, request, article, form: InviteForm) -> dict:
        asked = form.cleaned_data
        try:
            invitation, token = invitations.invite(
                article,
                revision=asked["revision"],
                name=asked["invited_name"],
                days=asked["days"],
                may_answer=asked["may_answer"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            form.data = form.data.copy()  # the next try is for the revision that the page now names
            form.data["revision"] = revisions.newest(article).pk
            return {}
        return {"invitation": invitation, "link": settings.SITE_URL + reverse("preview", args=[token])}

    def revoke_invitation(self, request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
        article = self._article(request, pk)
        try:
            revoked = invitations.revoke(article, invitation, by=request.user)
        except PreviewInvitation.DoesNotExist as error:
            raise Http404("没有这个预览链接") from error
        messages.success(request, f"给{revoked.invited_name}的预览链接已经撤销，不能再打开。")
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[pk]) + "#invitations-title"
        )
