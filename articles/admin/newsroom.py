"""Articles in the admin: who sees what, the list, and the desks of which the rest is made."""

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.forms import Script
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from articles import revisions
from articles.admin.autosaving import Autosaving
from articles.admin.bulk_pages import ACTIONS, BulkPages
from articles.admin.commenting import Commenting
from articles.admin.copy_desk import CopyDesk
from articles.admin.desk_pages import DeskPages
from articles.admin.inviting import InvitingDesk
from articles.admin.law_desk import LawDesk
from articles.admin.lint_desk import LintDesk
from articles.admin.long_list import LongList
from articles.admin.proposing import Proposing
from articles.admin.reading import Reading
from articles.admin.related_desk import RelatedDesk
from articles.admin.reviewing import Reviewing
from articles.admin.two_at_once import TwoAtOnce
from articles.admin.versions import Versions
from articles.admin.withdrawing import Withdrawing
from articles.admin.word_desk import WordDesk
from articles.admin.writing import Writing
from articles.desk import finding
from articles.forms import ArticleForm
from articles.models import Article, Revision
from articles.rights import may_write, visible_to

# The one style sheet that the editor writes into the page itself, by its hash; a new release of it may need a new one.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


class WorkFilter(admin.SimpleListFilter):
    """By where the open revision stands."""

    title = "进度"
    parameter_name = "work"
    FEW = 5000

    def lookups(self, request, model_admin):
        return [(state.value, state.label) for state in Revision.OPEN]

    def queryset(self, request, queryset):
        if self.value() not in Revision.OPEN:
            return queryset
        # By ids, not by the column's subquery, which would be asked for each article; listed where they are few, so
        # that no guess of PostgreSQL's makes it read all articles of a column for them.
        found = Revision.objects.filter(state=self.value()).order_by().values_list("article", flat=True)
        ids = list(found[: self.FEW + 1])
        return queryset.filter(pk__in=ids if len(ids) <= self.FEW else found)


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
    CopyDesk,
    RelatedDesk,
    InvitingDesk,
    DeskPages,
    BulkPages,
    Withdrawing,
    WordDesk,
    admin.ModelAdmin,
):
    form = ArticleForm
    list_display = ["title", "column", "author", "public_state", "progress", "published_at"]
    list_filter = [WorkFilter, "state", "column", "author"]
    list_select_related = ["column", "author"]
    search_fields = ["title"]
    ordering = ["-pk"]
    sortable_by = ()  # newest first; what else one looks for, the search and the filters find
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they would count
    list_per_page = 50
    actions = ACTIONS
    # In the order in which a lawyer thinks; the law and the rest that is said of the text stand beside it.
    fieldsets = [
        (None, {"fields": ["title", "body", "column", "tag_names", "summary", "keywords"]}),
        ("署名与来源", {"fields": ["author", "joint_authors", "own_notice", "source_name", "source_url"]}),
        ("相关文章", {"fields": ["related_choice"]}),
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
                    "copies",
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
            Script("js/copy-panel.js", type="module"),
            Script("js/related.js", type="module"),
            Script("js/word-import.js", type="module"),
            Script("js/word-headings.js", type="module"),
        ]

    # Who sees what ------------------------------------------------------------------------------------

    def get_queryset(self, request):
        seen = super().get_queryset(request).filter(visible_to(request.user))
        work = Revision.objects.filter(article=OuterRef("pk"), state__in=Revision.OPEN).order_by()
        return seen.annotate(work=Subquery(work.values("state")[:1])).defer("body", "body_html")

    def get_changelist(self, request, **kwargs):
        return LongList

    def get_search_results(self, request, queryset, search_term):
        return finding.found(queryset, search_term), False

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return may_write(obj, request.user) and not revisions.is_locked(obj)

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
        return waiting.get(article.work, "—")

    # What the desks need ------------------------------------------------------------------------------

    def get_urls(self):
        wrap = self.admin_site.admin_view
        desks = (
            self.proposal_urls,
            self.review_urls,
            self.law_urls,
            self.lint_urls,
            self.copy_urls,
            self.related_urls,
            self.comment_urls,
            self.version_urls,
            self.inviting_urls,
            self.autosave_urls,
            self.desk_urls,
            self.bulk_urls,
            self.withdrawing_urls,
            self.word_urls,
        )
        return [*(address for desk in desks for address in desk(wrap)), *super().get_urls()]

    def refuse_readers(self, request) -> None:
        """Raise PermissionDenied for who writes no articles: what is asked of a text before it is saved is for writers."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied

    def _article(self, request, pk) -> Article:
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_permission(request):
            raise Http404("没有这篇文章，或您无权查看")
        return article
