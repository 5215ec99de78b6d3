"""Writing an article in the admin: the editor's page and what is done when it is saved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles import revisions, workflow
from articles.models import Article, Revision, Tag
from articles.reviewing import answering

KNOWN_TAGS = 500


class Writing:
    """What ArticleAdmin does for who writes."""

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
            context |= self._talk(request, obj, context["newest"].body)
            self.offer_related(context)
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
        if due := answering.panel_of_revision(revisions.newest(article)).open:
            messages.warning(
                request, f"文字检查还有 {len(due)} 处要答复，答复之前不能发布。请在下面写明理由。"
            )
            return HttpResponseRedirect(editor + "#lint-title")
        return HttpResponseRedirect(reverse("admin:index"))
