"""Saving in the admin without losing a word: what is posted is kept first, and two texts at once get a page."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import revisions
from articles.admin.autosaving import posted_sign, typed_form
from articles.drafting import overtaken, working_copies
from articles.drafting.two_texts import differences, say_the_same
from articles.drafting.typed import inputs_of, said
from articles.forms import ArticleForm
from articles.models import Article
from articles.rights import may_write

OVERTAKEN = "admin/articles/article/overtaken.html"
LOCKED = (
    "这篇文章正在审核或等待发布，您的文字没有存成新版本，但已经替您留着：撤回或退回之后打开编辑页，就能恢复。"
)


class TwoAtOnce:
    """What ArticleAdmin does around the editor's page, so that saving overwrites nothing and loses nothing."""

    def add_view(self, request, form_url="", extra_context=None):
        """The editor for a new article; one that is posted twice is made once."""
        if request.method == "GET":
            self._open(request, None)
            return super().add_view(request, form_url, extra_context)
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        with transaction.atomic():
            if made := working_copies.claim(request.user, request.POST.get("copy_key", "")):
                return self.change_view(request, str(made.pk), form_url=self._address(made))
            self._keep_posted(request, None)
            return super().add_view(request, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The editor, and the page of both texts for who saves after somebody else did."""
        article = self._article(request, object_id)
        if request.method == "GET":
            self._open(request, article)
            return super().change_view(request, object_id, form_url, extra_context)
        if not may_write(article, request.user):
            return super().change_view(request, object_id, form_url, extra_context)
        self._keep_posted(request, article)
        if not self.has_change_permission(request, article):
            return self._locked(request, article) or super().change_view(request, object_id)
        if "_merge" in request.POST:
            self._merge(request, article)
        response = super().change_view(request, object_id, form_url, extra_context)
        return self._with_both_texts(request, article, response)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "copy_key": getattr(request, "copy_key", "") or working_copies.new_key(),
            "copy_serial": getattr(request, "copy_serial", 0),
            "restored": getattr(request, "restored", None),
            "offers": getattr(request, "offers", []),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.unsaved = getattr(request, "unsaved", None)
        return form

    def save_model(self, request, obj, form, change):
        """Save, and clear away what this and other windows had kept of the same text, all in one transaction."""
        request.saved_already = form.saved_already
        if form.saved_already is None:
            super().save_model(request, obj, form, change)
        else:
            obj.refresh_from_db()
        same = self._same_elsewhere(request, obj, form)
        working_copies.close(request.user, [request.copy_key, *same], obj)

    def response_change(self, request, obj):
        """After saving; a text that somebody has gone on from meanwhile is not submitted in their place."""
        saved, newest = request.saved_already, revisions.newest(obj)
        if saved is None or saved.pk == newest.pk:
            return super().response_change(request, obj)
        messages.warning(
            request,
            f"您的文字已经存为第 {saved.number} 版；之后{newest.written_by}又保存了第 {newest.number} 版，下面是第 {newest.number} 版。",
        )
        return HttpResponseRedirect(self._address(obj))

    def _address(self, article: Article) -> str:
        return reverse("admin:articles_article_change", args=[article.pk])

    # Opening and posting ----------------------------------------------------------------------------

    def _open(self, request: HttpRequest, article: Article | None) -> None:
        """Decide what an editor opens with: what is saved, or words that are not."""
        if article is not None and not self.has_change_permission(request, article):
            return  # the review page opens instead
        offers = self._offers(request, article)
        chosen = self._chosen(request, offers, article)
        request.offers = [offer for offer in offers if offer is not chosen]
        request.restored = chosen
        if chosen is not None:
            request.unsaved = chosen.copy.data | {"base": [str(chosen.copy.base_id or "")]}
            request.copy_key, request.copy_serial = chosen.copy.key, chosen.copy.serial

    def _keep_posted(self, request: HttpRequest, article: Article | None) -> None:
        """Whatever comes of a form that was sent, its words are kept; saving closes what is kept here."""
        sign = posted_sign(request)
        request.copy_key, request.copy_serial = sign.key, sign.seen
        form = self.get_form(request, article)(instance=article)
        try:
            inputs = inputs_of(form, request.POST)
        except ValidationError:
            return  # the form says what is wrong with it
        base = overtaken.number(request.POST.get("base", ""))
        copy = working_copies.keep_posted(request.user, sign, inputs, article=article, base=base)
        request.copy_key, request.copy_serial = copy.key, copy.serial

    def _same_elsewhere(self, request, article: Article, form) -> list[str]:
        """The keys of the user's other unsaved texts that say what has just been saved."""
        typed = self.get_form(request, article)
        return [
            copy.key
            for copy in working_copies.of(request.user, article)
            if say_the_same(typed_form(typed, copy, article), form)
        ]

    # Two at once ------------------------------------------------------------------------------------

    def _locked(self, request, article: Article) -> HttpResponse | None:
        """What is posted while the article is in review: sent twice, it is a success; else the words are kept."""
        with transaction.atomic():
            form = self.get_form(request, article)(request.POST, instance=article)
            if form.is_valid() and form.saved_already is not None:
                working_copies.close(request.user, [request.copy_key], article)
                messages.success(request, "已经保存并提交审核。")
                return HttpResponseRedirect(reverse("admin:index"))
        messages.warning(request, LOCKED)
        return None

    def _with_both_texts(self, request, article: Article, response: HttpResponse) -> HttpResponse:
        """The answer, as the page of both texts where the form was refused because somebody saved meanwhile."""
        context = getattr(response, "context_data", None) or {}
        form = context["adminform"].form if "adminform" in context else None
        if form is None or not form.has_error(NON_FIELD_ERRORS, "edited_meanwhile"):
            return response
        newest = revisions.newest(article)
        theirs = self._form_of(request, article, newest)
        before = self._begun_from(request, article)
        context |= {
            "title": "这篇文章刚刚又被保存过",
            "theirs": newest,
            "is_own": newest.written_by_id == request.user.pk,
            "differences": differences(theirs, form),
            "their_changes": differences(before, theirs) if before else None,
            "their_words": [
                (theirs.fields[name].label, words) for name, words in said(theirs).items() if words
            ],
            "unanswered": False,
            "is_merged": "_merge" in request.POST,
            "may_merge": before is not None and overtaken.merged(before, form, theirs) is not None,
        }
        if list(form.errors) == [NON_FIELD_ERRORS]:
            context["errors"] = []  # the page says it in its own words
        response.template_name = OVERTAKEN
        return response

    def _merge(self, request, article: Article) -> None:
        """Put both people's changes together into what was posted, for its author to read before it is saved."""
        before = self._begun_from(request, article)
        mine = self.get_form(request, article)(request.POST, instance=article)
        theirs = self._form_of(request, article, revisions.newest(article))
        inputs = before and overtaken.merged(before, mine, theirs)
        request.POST = post = request.POST.copy()
        post.pop("over", None)  # nobody has seen the merged text yet
        if inputs is None:
            messages.error(request, "两边改了同一段，不能自动合并，请在下面手工合并。")
            return
        for name in inputs_of(mine, post):
            del post[name]
        for name, values in inputs.items():
            post.setlist(name, values)

    def _begun_from(self, request, article: Article) -> ArticleForm | None:
        """The form as it was when the posted text was begun."""
        base = article.revisions.filter(pk=overtaken.number(request.POST.get("base", "")) or 0).first()
        return base and self._form_of(request, article, base)
