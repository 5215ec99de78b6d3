"""Writing, previewing, reviewing and moving articles in the admin."""

from csp.decorators import csp_update
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.forms import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles import citing, page, publishing, rechecking, revisions, workflow
from articles.admin.law_desk import LawDesk
from articles.drift import law_state
from articles.forms import ArticleForm
from articles.html import sanitise
from articles.models import Article, Revision, Tag
from articles.moves import MOVES, available, may_write, visible_to
from articles.panel import panel_of
from firm import audit

REVIEW_TEMPLATE = "admin/articles/article/review.html"
KNOWN_TAGS = 500
# The one style sheet that the editor writes into the page itself, by its hash; a new release of it may need a new one.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class WorkFilter(admin.SimpleListFilter):
    """By where the newest revision stands."""

    title = "进度"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return Revision.State.choices[:3]

    def queryset(self, request, queryset):
        return queryset.filter(work=self.value()) if self.value() in Revision.State.values else queryset


@admin.register(Article)
@method_decorator(csp_update({"style-src": EDITOR_STYLE}), name="changeform_view")
class ArticleAdmin(LawDesk, admin.ModelAdmin):
    form = ArticleForm
    list_display = ["title", "column", "author", "public_state", "progress", "published_at"]
    list_filter = [WorkFilter, "state", "column", "author"]
    list_select_related = ["column", "author"]
    search_fields = ["title"]
    ordering = ["-pk"]
    show_full_result_count = False
    list_per_page = 50
    fieldsets = [
        (None, {"fields": ["title", "body", "column", "tag_names", "summary", "keywords", "author"]}),
        (
            "发布与版权",
            {"fields": ["publish_at", "expires_at", "own_notice", "source_name", "source_url", "base"]},
        ),
    ]
    change_form_template = "admin/articles/article/change_form.html"

    class Media:
        css = {"all": ["css/newsroom.css"]}
        js = [Script("js/newsroom.js", type="module"), Script("js/law-panel.js", type="module")]

    # Who sees what ------------------------------------------------------------------------------------

    def get_queryset(self, request):
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        mine = Article.objects.filter(visible_to(request.user)).values("pk")
        work = Subquery(newest.values("state")[:1])
        return super().get_queryset(request).filter(pk__in=mine).annotate(work=work).defer("body_html")

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return may_write(obj, request.user) and not self._in_review(obj)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request)  # get_queryset has left out what is not for this user

    def has_delete_permission(self, request, obj=None):
        """Articles are withdrawn, not deleted."""
        return False

    def history_view(self, request, object_id, extra_context=None):
        """What was done stands on the article's own page, under 经过."""
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[object_id]))

    @admin.display(description="状态", ordering="state")
    def public_state(self, article):
        return article.public_state

    @admin.display(description="进度")
    def progress(self, article):
        waiting = {State.value: State.label for State in Revision.State}
        return waiting[article.work] if article.work in Revision.OPEN else "—"

    # Writing ------------------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The editor for who may write now, the review page for everybody else."""
        article = self._article(request, object_id)
        if not self.has_change_permission(request, article):
            return self._review_page(request, article)
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["media"] = context["media"].with_nonce(str(request.csp_nonce))  # for the editor's import map
        context["known_tags"] = Tag.objects.order_by("name").values_list("name", flat=True)[:KNOWN_TAGS]
        if obj is not None:
            context |= self._about(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        content, tags = form.content(), form.cleaned_data["tag_names"]
        if change:
            revisions.record(obj, content, tags, by=request.user, base=form.cleaned_data["base"])
        else:
            obj.pk = revisions.start(content, tags, by=request.user).article_id
        obj.refresh_from_db()

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        return self._after_saving(request, obj)

    def _after_saving(self, request, article):
        editor = reverse("admin:articles_article_change", args=[article.pk])
        if "_preview" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        if "_submit" in request.POST:
            return self._submit(request, article, editor)
        messages.success(request, "草稿已保存。")
        return HttpResponseRedirect(editor)

    def _submit(self, request, article, editor):
        if article.state == Article.State.LIVE and revisions.newest(article).state == Revision.State.LIVE:
            messages.warning(request, "与线上版本相同，没有可提交的修改。")
            return HttpResponseRedirect(editor)
        try:
            workflow.perform("submit", article, by=request.user)
        except (ValidationError, workflow.MoveNotAllowed) as error:
            messages.error(
                request, "草稿已保存，但还不能提交：" + " ".join(getattr(error, "messages", [str(error)]))
            )
            return HttpResponseRedirect(editor)
        messages.success(request, "已提交审核。审核人发布或退回后，您会在后台首页看到。")
        return HttpResponseRedirect(reverse("admin:index"))

    # Reviewing ----------------------------------------------------------------------------------------

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(self.preview), name="articles_article_preview"),
            path("<int:pk>/move/<str:name>/", wrap(require_POST(self.move)), name="articles_article_move"),
            *self.law_urls(wrap),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest revision as visitors would read it, with a bar that says so."""
        revision = revisions.newest(self._article(request, pk))
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
            messages.success(request, f"《{article.title}》：{MOVES[name].label}，完成。")
        if "impact" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_impact"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _article(self, request, pk) -> Article:
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_permission(request):
            raise Http404("没有这篇文章，或您无权查看")
        return article

    def _in_review(self, article: Article) -> bool:
        newest = revisions.newest(article)
        return newest is not None and newest.state == Revision.State.IN_REVIEW

    def _review_page(self, request, article) -> HttpResponse:
        context = self.admin_site.each_context(request) | self._about(request, article)
        newest = context["newest"]
        may_review = request.user.has_perm("articles.review_article")
        context |= {
            "title": newest.title,
            "opts": self.opts,
            "missing": workflow.missing(newest),
            "own": newest.state == Revision.State.IN_REVIEW
            and may_review
            and "publish" not in context["moves"],
            "media": self.media,
        }
        return TemplateResponse(request, REVIEW_TEMPLATE, context)

    def _about(self, request, article) -> dict:
        """What the editor and the review page both tell about an article."""
        newest = revisions.newest(article)
        cited = citing.cite(sanitise(newest.body), timezone.localdate())
        moves = {name: MOVES[name] for name in available(article, request.user)}
        return {
            "article": article,
            "newest": newest,
            "moves": moves,
            "cited": cited,
            "law": law_state(article.references.select_related("current")) if "confirm" in moves else "",
            "panel": panel_of(cited),
            "unanswered": "submit" in moves and cited.wrong,
            "history": audit.history(article)[:30],
        }
