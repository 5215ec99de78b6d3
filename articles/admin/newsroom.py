"""Articles in the admin: who sees what, the list, and the desks of which the rest is made."""

from csp.decorators import csp_update
from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.forms import Script
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from articles import revisions
from articles.admin.autosaving import Autosaving
from articles.admin.commenting import Commenting
from articles.admin.inviting import InvitingDesk
from articles.admin.law_desk import LawDesk
from articles.admin.lint_desk import LintDesk
from articles.admin.proposing import Proposing
from articles.admin.reading import Reading
from articles.admin.reviewing import Reviewing
from articles.admin.two_at_once import TwoAtOnce
from articles.admin.versions import Versions
from articles.admin.word_desk import WordDesk
from articles.admin.writing import Writing
from articles.forms import ArticleForm
from articles.models import Article, Revision
from articles.rights import may_write, visible_to

# The one style sheet that the editor writes into the page itself, by its hash; a new release of it may need a new one.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class WorkFilter(admin.SimpleListFilter):
    """By where the newest revision stands."""

    title = "进度"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in Revision.OPEN]

    def queryset(self, request, queryset):
        return queryset.filter(work=self.value()) if self.value() in Revision.State.values else queryset


@admin.register(Article)
@method_decorator(csp_update({"style-src": EDITOR_STYLE}), name="changeform_view")
class ArticleAdmin(
    TwoAtOnce,
    Autosaving,
    Writing,
    Proposing,
    Reviewing,
    Reading,
    Commenting,
    Versions,
    LawDesk,
    LintDesk,
    InvitingDesk,
    WordDesk,
    admin.ModelAdmin,
):
    form = ArticleForm
    list_display = ["title", "column", "author", "public_state", "progress", "published_at"]
    list_filter = [WorkFilter, "state", "column", "author"]
    list_select_related = ["column", "author"]
    search_fields = ["title"]
    ordering = ["-pk"]
    show_full_result_count = False
    list_per_page = 50
    # In the order in which a lawyer thinks; the law and the rest that is said of the text stand beside it.
    fieldsets = [
        (None, {"fields": ["title", "body", "column", "tag_names", "summary", "keywords"]}),
        ("署名与来源", {"fields": ["author", "joint_authors", "own_notice", "source_name", "source_url"]}),
        ("发布", {"fields": ["publish_at", "expires_at", "ai_use", "base"]}),
    ]
    change_form_template = "admin/articles/article/change_form.html"

    class Media:
        css = {
            "all": [
                f"css/{name}.css"
                for name in (
                    "newsroom",
                    "difference",
                    "proposals",
                    "inviting",
                    "lint",
                    "autosave",
                    "word",
                    "pictures",
                )
            ]
        }
        js = [
            Script("js/newsroom.js", type="module"),
            Script("js/comments.js", type="module"),
            Script("js/law-panel.js", type="module"),
            Script("js/proposals.js", type="module"),
            Script("js/lint-panel.js", type="module"),
            Script("js/autosave.js", type="module"),
            Script("js/word-import.js", type="module"),
            Script("js/word-headings.js", type="module"),
        ]

    # Who sees what ------------------------------------------------------------------------------------

    def get_queryset(self, request):
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        mine = Article.objects.filter(visible_to(request.user)).values("pk")
        work = Subquery(newest.values("state")[:1])
        return super().get_queryset(request).filter(pk__in=mine).annotate(work=work).defer("body_html")

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return may_write(obj, request.user) and not self._is_locked(obj)

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

    # What the desks need ------------------------------------------------------------------------------

    def get_urls(self):
        wrap = self.admin_site.admin_view
        desks = [*self.proposal_urls(wrap), *self.review_urls(wrap), *self.law_urls(wrap)]
        desks += [*self.comment_urls(wrap), *self.version_urls(wrap), *self.lint_urls(wrap)]
        desks += self.autosave_urls(wrap)
        desks += self.word_urls(wrap)
        return [*desks, *self.inviting_urls(wrap), *super().get_urls()]

    def _article(self, request, pk) -> Article:
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_permission(request):
            raise Http404("没有这篇文章，或您无权查看")
        return article

    def _is_locked(self, article: Article) -> bool:
        newest = revisions.newest(article)
        return newest is not None and newest.state in Revision.LOCKED
