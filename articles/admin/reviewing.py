"""Reviewing an article in the admin: its page for who does not write, the preview, the moves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from articles import page, publishing, revisions, workflow
from articles.admin.inviting import about_invitations
from articles.html import sanitise
from articles.law import citing, rechecking
from articles.law.drift import law_state
from articles.law.panel import panel_of
from articles.models import Revision
from articles.moves import MOVES, available
from articles.reviewing import approvals, readiness
from articles.rights import why_not_approve
from firm import audit
from firm.models import Lawyer

REVIEW_TEMPLATE = "admin/articles/article/review.html"


class Reviewing:
    """What ArticleAdmin does for who reviews, and for who only looks."""

    def review_urls(self, wrap) -> list:
        return [
            path("<int:pk>/preview/", wrap(self.preview), name="articles_article_preview"),
            path("<int:pk>/move/<str:name>/", wrap(require_POST(self.move)), name="articles_article_move"),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest revision, or ?revision= one by its number, as visitors would read it, with a bar that says so."""
        article = self._article(request, pk)
        asked = request.GET.get("revision")
        revision = revisions.newest(article) if asked is None else revisions.numbered(article, asked)
        if revision is None:
            raise Http404("没有这个版本")
        context = page.of_composed(publishing.compose(revision)) | {"preview": revision}
        response = TemplateResponse(request, "articles/article_detail.html", context)
        patch_cache_control(response, no_store=True, private=True)
        return response

    def move(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make one move of the workflow."""
        article = self._article(request, pk)
        if name not in MOVES:
            raise Http404("没有这种操作")
        reason, seen = request.POST.get("reason", ""), request.POST.get("revision", "")
        try:
            unseen = 0 if name == "publish" else None  # nobody publishes what they did not say they saw
            revision = int(seen) if seen.isdecimal() and len(seen) < 19 else unseen
            law = request.POST.get("law", "") if name == "confirm" else None  # nor confirms an unseen law
            workflow.perform(name, article, by=request.user, reason=reason, revision=revision, law=law)
        except workflow.LawChanged as error:
            rechecking.recheck([article.pk], timezone.localdate())
            messages.warning(request, str(error))
        except workflow.MoveNotAllowed as error:
            audit.record("被拒绝：" + MOVES[name].label, by=request.user, target=article)
            raise PermissionDenied(str(error)) from error
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            done = audit.history(article).first().action  # it says more than the button: 还需另一位审核人
            messages.success(request, f"《{article.title}》：{done}，完成。")
        if "impact" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_impact"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _review_page(self, request, article, comment: dict | None = None) -> HttpResponse:
        context = self.admin_site.each_context(request) | self._about(request, article)
        newest = context["newest"]
        waits = newest.state == Revision.State.IN_REVIEW and request.user.has_perm("articles.review_article")
        context |= {
            "title": newest.title,
            "opts": self.opts,
            "missing": readiness.missing(newest),
            "why_not": why_not_approve(article, newest, request.user) if waits else "",
            "media": self.media,
            "comment": comment or {},  # one that could not be taken, with what is wrong
            "copies": self.copies_of(request, newest),
        }
        context |= self._shown(request, article, newest, context["cited"])
        return TemplateResponse(request, REVIEW_TEMPLATE, context)

    def _about(self, request, article) -> dict:
        """What the editor and the review page both tell about an article."""
        newest = revisions.newest(article)
        cited = citing.cite(sanitise(newest.body), timezone.localdate())
        moves = {name: MOVES[name] for name in available(article, request.user)}
        return {
            "article": article,
            "newest": newest,
            "approved_by": approvals.names(newest),
            "coauthors": Lawyer.objects.filter(pk__in=newest.coauthor_ids),
            "moves": moves,
            "cited": cited,
            "law": law_state(article.references.select_related("current")) if "confirm" in moves else "",
            "panel": panel_of(cited),
            "unanswered": "submit" in moves and cited.wrong,
            "history": audit.history(article)[:30],
            **about_invitations(article, newest, request.user),
            **self.lint_context(article, newest, request.user),
        }
