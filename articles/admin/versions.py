"""The revisions of an article in the admin: listed, read, compared, restored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles import revisions
from articles.comparing import Fate, Kind, bodies
from articles.html import sanitise
from articles.models import Article, Revision
from articles.reviewing import approvals, changes

PER_PAGE = 10  # each is compared with the one before
FOLDER = "admin/articles/article"
LOCKED = "这篇文章正在审核或等待发布，不能恢复旧版本；请先撤回提交，或由审核人退回。"


class Versions:
    """What ArticleAdmin answers about earlier revisions."""

    def version_urls(self, wrap) -> list:
        restore = wrap(require_POST(self.restore))
        return [
            path("<int:pk>/revisions/", wrap(self.versions), name="articles_article_revisions"),
            path("<int:pk>/compare/", wrap(self.compare), name="articles_article_compare"),
            path("<int:pk>/revisions/<int:number>/", wrap(self.version), name="articles_article_revision"),
            path("<int:pk>/revisions/<int:number>/restore/", restore, name="articles_article_restore"),
        ]

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """历次版本: the newest first, each with what was changed in it."""
        article = self._article(request, pk)
        rows = article.revisions.select_related("written_by").prefetch_related("approvals__by")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = self._frame(request, article, "历次版本") | {
            "page": page,
            "rows": _rows(article, list(page.object_list)),
        }
        return _unstored(TemplateResponse(request, f"{FOLDER}/revisions.html", context))

    def version(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One revision, to be read."""
        article = self._article(request, pk)
        shown = self._numbered(article, number)
        body = sanitise(shown.body)
        context = self._frame(request, article, f"第 {number} 版") | {
            "shown": shown,
            "layout": bodies(body, body).layout,
            "approved_by": approvals.names(shown),
        }
        return _unstored(TemplateResponse(request, f"{FOLDER}/revision.html", context))

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Any two revisions; wrong numbers are answered with a sentence and the list."""
        article = self._article(request, pk)
        asked = [request.GET.get(name, "").strip() for name in ("from", "to")]
        old, new = (revisions.numbered(article, number) for number in asked)
        context = self._frame(request, article, "对比两个版本")
        if old is None or new is None:
            context["refused"] = _which_is_missing(asked, [old, new])
            return _unstored(TemplateResponse(request, f"{FOLDER}/compare.html", context, status=400))
        found = changes.between(old, new)
        context |= {"changes": found, "layout": found.body.layout, "view": request.GET.get("view", "compare")}
        return _unstored(TemplateResponse(request, f"{FOLDER}/compare.html", context))

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Make the text of an earlier revision the newest draft."""
        article = self._article(request, pk)
        old = self._numbered(article, number)
        if not self.has_change_permission(request, article):
            if revisions.is_locked(article):
                messages.error(request, LOCKED)
                return HttpResponseRedirect(reverse("admin:articles_article_revisions", args=[pk]))
            raise PermissionDenied("只有能修改这篇文章的人可以恢复旧版本。")
        base = _number(request.POST.get("base", ""))
        try:
            made = revisions.restore(old, by=request.user, base=base)
        except revisions.EditedMeanwhile as error:
            newest = error.newest
            when = localtime(newest.written_at).strftime("%H:%M")
            messages.error(
                request,
                f"没有恢复：{newest.written_by} 在 {when} 保存了第 {newest.number} 版。请看过之后再决定是否恢复。",
            )
        except revisions.InReview:
            messages.error(request, LOCKED)
        except ValidationError as error:
            messages.error(request, "没有恢复：" + " ".join(error.messages))
        else:
            return self._restored(request, old, made, base)
        return HttpResponseRedirect(reverse("admin:articles_article_revisions", args=[pk]))

    def _restored(self, request, old: Revision, made: Revision, base: int | None) -> HttpResponse:
        if made.pk == base:
            messages.info(request, f"第 {old.number} 版与当前的第 {made.number} 版内容相同，没有需要恢复的。")
        else:
            messages.success(
                request,
                f"已把第 {old.number} 版恢复为新的草稿（第 {made.number} 版），原来的文字都还在历次版本里。",
            )
        for lost in revisions.lost_since(old):
            messages.warning(request, lost)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[old.article_id]))

    def _numbered(self, article: Article, number: int) -> Revision:
        revision = revisions.numbered(article, str(number))
        if revision is None:
            raise Http404("没有这个版本")
        return revision

    def _frame(self, request, article: Article, title: str) -> dict:
        newest = revisions.newest(article)
        return self.admin_site.each_context(request) | {
            "title": f"{title}：{newest.title}",
            "opts": self.opts,
            "article": article,
            "newest": newest,
            "numbers": list(article.revisions.values_list("number", flat=True)),
            "may_restore": self.has_change_permission(request, article),
        }


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None


def _which_is_missing(asked: list[str], found: list[Revision | None]) -> str:
    if not all(asked):
        return "请选两个版本来对比。"
    wrong = [number[:20] for number, revision in zip(asked, found, strict=True) if revision is None]
    return f"这篇文章没有第 {'、'.join(dict.fromkeys(wrong))} 版，请从下面选两个版本。"


def _rows(article: Article, shown: list[Revision]) -> list[dict]:
    """Each revision with how many characters came and went since the one before it."""
    earlier = {}
    if shown:
        numbers = {revision.number for revision in shown} | {revision.number - 1 for revision in shown}
        earlier = dict(article.revisions.filter(number__in=numbers).values_list("number", "body"))
    return [{"revision": one} | _counted(earlier.get(one.number - 1), one.body) for one in shown]


def _counted(before: str | None, after: str) -> dict:
    if before is None:
        return {}
    rows = bodies(before, after).rows
    counts = {Kind.IN: 0, Kind.OUT: 0}
    for row in rows:
        for run in row.runs:
            if run.kind in counts and not run.is_tag and row.fate is not Fate.MOVED_AWAY:
                counts[run.kind] += sum(not sign.isspace() for sign in run.text)
    return {
        "came": counts[Kind.IN],
        "went": counts[Kind.OUT],
        "is_same": all(not row.is_changed for row in rows),
    }


def _unstored(response: HttpResponse) -> HttpResponse:
    """Unpublished words are kept by no cache and listed by no search engine."""
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response
