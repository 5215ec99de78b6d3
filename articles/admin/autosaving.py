"""Autosave in the admin: what an open window sends and asks, and how unsaved words are offered again."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.drafting import presence, working_copies
from articles.drafting.two_texts import FieldDifference, differences, say_the_same
from articles.drafting.typed import Inputs, inputs_of
from articles.drafting.working_copies import Outcome, Sign
from articles.forms import ArticleForm, initial_of
from articles.models import Article, Revision, WorkingCopy
from articles.rights import may_write

OFFERS = "admin/articles/article/_offers.html"
LARGEST = 2**53  # the largest whole number that a browser counts exactly


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of the user that no revision has: where they came from, and what they would change."""

    copy: WorkingCopy
    differences: list[FieldDifference]
    is_older: bool  # somebody has saved since these were begun


class Refused(Exception):
    """A request of a window that cannot be answered: status and body of the answer."""

    def __init__(self, status: int, **body):
        super().__init__(body)
        self.response = JsonResponse(body, status=status)


class Autosaving:
    """What ArticleAdmin answers to the windows in which somebody writes."""

    def autosave_urls(self, wrap) -> list:
        name = "articles_article_"
        return [
            path("who/", self._door(self.who), name=f"{name}who"),
            path("logged-in/", wrap(self.logged_in), name=f"{name}logged_in"),
            path("autosave/", require_POST(self._door(self.autosave)), name=f"{name}autosave"),
            path("pulse/", require_POST(self._door(self.pulse)), name=f"{name}pulse"),
            path("leave/", require_POST(self._door(self.leave)), name=f"{name}leave"),
            path("offers/", self._door(self.offers), name=f"{name}offers"),
            path("copies/<str:key>/discard/", wrap(require_POST(self.discard)), name=f"{name}discard"),
        ]

    def _door(self, view):
        """For requests of scripts: who is not logged in gets a 401 and not the login page."""

        @never_cache
        def answer(request: HttpRequest) -> HttpResponse:
            if not self.admin_site.has_permission(request):
                return JsonResponse({"problem": "login"}, status=401)
            try:
                self._refuse_another(request)
                return view(request)
            except Refused as refused:
                return refused.response

        return answer

    def _refuse_another(self, request: HttpRequest) -> None:
        """A window goes on writing only for the account that opened it."""
        opened_by = request.POST.get("user") or request.GET.get("user")
        if opened_by and opened_by != str(request.user.pk):
            raise Refused(409, problem="other_user", name=str(request.user))

    def who(self, request: HttpRequest) -> JsonResponse:
        """Who is logged in, with the token that their next form needs."""
        return JsonResponse({"user": request.user.pk, "name": str(request.user), "token": get_token(request)})

    def logged_in(self, request: HttpRequest) -> HttpResponse:
        """The page to which one comes back after logging in again beside an open editor: it tells the editor."""
        context = self.admin_site.each_context(request) | {"title": "您已登录", "opts": self.opts}
        return TemplateResponse(request, "admin/articles/article/logged_in.html", context)

    # While one writes -------------------------------------------------------------------------------

    def autosave(self, request: HttpRequest) -> JsonResponse:
        """Keep what is typed as a working copy, and tell what a pulse tells. Answers 422 for what is not taken."""
        article = self._written(request)
        form = self.get_form(request, article)(instance=article)
        try:
            inputs = inputs_of(form, request.POST)
        except ValidationError as error:
            raise Refused(422, problem="refused", words=" ".join(error.messages)) from error
        if "late" in request.POST and article and self._is_saved(request, article, inputs):
            return JsonResponse({"state": "known"})
        outcome, copy = working_copies.keep(
            request.user, _sign(request), inputs, article=article, base=_number(request, "base")
        )
        answer = {
            "state": outcome,
            "serial": copy.serial,
            "at": localtime(copy.saved_at).strftime("%H:%M:%S"),
        }
        if outcome is Outcome.CLOSED and copy.article_id:
            answer["article"] = copy.article_id  # as which the new article has been saved meanwhile
        return JsonResponse(answer | self._about_others(request, article, is_writing=True))

    def _is_saved(self, request, article: Article, inputs: Inputs) -> bool:
        """Whether the newest revision says what a window had kept."""
        form = self.get_form(request, article)
        return say_the_same(form(instance=article), form(MultiValueDict(inputs), instance=article))

    def pulse(self, request: HttpRequest) -> JsonResponse:
        """The article is open in a window: who else has it open, and what was saved since."""
        article = self._named(request)
        is_writing = "writing" in request.POST and may_write(article, request.user)
        return JsonResponse(self._about_others(request, article, is_writing=is_writing))

    def leave(self, request: HttpRequest) -> JsonResponse:
        """The window is closed."""
        presence.leave(request.user, self._named(request), _word(request, "tab"))
        return JsonResponse({})

    def _about_others(self, request, article: Article | None, *, is_writing: bool) -> dict:
        if article is None:
            return {}
        tab = _word(request, "tab")
        presence.sign(request.user, article, tab, is_writing=is_writing)
        base = _number(request, "base")
        news = None
        if "base" in request.POST:
            news = presence.news(request.user, article, base, is_writing=is_writing)
        if news and (begun := article.revisions.filter(pk=base).exclude(pk=news["revision"]).first()):
            address = reverse("admin:articles_article_compare", args=[article.pk])
            news["url"] = f"{address}?from={begun.number}&to={news['number']}"
        return {"others": presence.others(request.user, article, tab), "news": news}

    def _written(self, request) -> Article | None:
        """The article that a window writes to, None for a new one; a copy may be kept while the article is in review."""
        if not request.POST.get("article"):
            if not self.has_add_permission(request):
                raise Refused(403, problem="rights", words="您没有写文章的权限。")
            return None
        article = self._named(request)
        if not may_write(article, request.user):
            raise Refused(403, problem="rights", words="您不能再修改这篇文章。")
        return article

    def _named(self, request) -> Article:
        try:
            return self._article(request, _number(request, "article") or 0)
        except Http404 as error:
            raise Refused(404, problem="rights", words="没有这篇文章，或您无权查看。") from error

    # Unsaved words, offered again -------------------------------------------------------------------

    def _offers(self, request, article: Article | None) -> list[Offer]:
        """The user's working copies that say something else than the newest revision; the newest first."""
        form = self.get_form(request, article)
        saved = form(instance=article)
        newest = saved.newest and saved.newest.pk
        found = []
        for copy in working_copies.of(request.user, article):
            differing = differences(saved, typed_form(form, copy, article))
            if differing and (article is not None or copy.title or copy.data.get("body", [""])[0]):
                found.append(Offer(copy, differing, is_older=copy.base_id != newest))
        return found

    def _chosen(self, request, offers: list[Offer], article: Article | None) -> Offer | None:
        """What the editor opens with instead of the saved text: what was asked for, else words that nobody has overtaken.

        A new article is begun empty: the user may have come to write another one.
        """
        if "saved" in request.GET:
            return None
        if asked := request.GET.get("copy"):
            return next((offer for offer in offers if offer.copy.key == asked), None)
        if article is None or not offers or offers[0].is_older:
            return None
        return offers[0]

    def offers(self, request: HttpRequest) -> HttpResponse:
        """The offers alone, for a window that has just sent what its browser had kept."""
        article = self._article(request, request.GET["article"]) if request.GET.get("article") else None
        offers = [
            offer for offer in self._offers(request, article) if offer.copy.key != request.GET.get("key")
        ]
        return TemplateResponse(request, OFFERS, {"offers": offers, "article": article})

    def discard(self, request: HttpRequest, key: str) -> HttpResponse:
        """Throw unsaved words away."""
        with transaction.atomic():
            copies = WorkingCopy.objects.select_for_update(of=("self",)).filter(user=request.user, key=key)
            copy = copies.first()
            if copy is None:
                raise Http404("没有这份文字")
            working_copies.close(request.user, [key], copy.article)
        messages.success(request, "没有保存的文字已经丢弃。")
        if copy.article_id:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[copy.article_id]))
        return HttpResponseRedirect(reverse("admin:articles_article_add"))

    def _form_of(self, request, article: Article, revision: Revision) -> ArticleForm:
        """The writing form as it shows a revision."""
        return self.get_form(request, article)(instance=article, initial=initial_of(revision))


def typed_form(form: type[ArticleForm], copy: WorkingCopy, article: Article | None) -> ArticleForm:
    """A form of this class, holding what was typed."""
    return form(MultiValueDict(copy.data), instance=article)


def _sign(request: HttpRequest) -> Sign:
    key = _word(request, "key")
    if not key:
        raise Refused(400, problem="refused", words="没有自动保存：请重新打开这个页面。")
    return Sign(key, _word(request, "tab"), _number(request, "serial") or 0, _number(request, "seen") or 0)


def posted_sign(request: HttpRequest) -> Sign:
    """Which copy the form that is sent belongs to; a new one for a form that does not say."""
    serial = _number(request, "copy_serial") or 0
    key = _word(request, "copy_key") or working_copies.new_key()
    return Sign(key, _word(request, "copy_tab"), serial + 1, serial)


def _word(request: HttpRequest, name: str) -> str:
    """A window's name for itself, or for its text."""
    word = request.POST.get(name, "")
    return word if working_copies.is_key(word) else ""


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and int(text[:20]) < LARGEST else None
