"""The page behind an invitation's link: the revision as it would be published, and a form to answer."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import page, publishing
from articles.models import PreviewInvitation
from articles.reviewing import invitations
from articles.reviewing.invitation_forms import AnswerForm
from articles.reviewing.invitations import MOST_ANSWERS, Standing


def _unlisted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whatever the view answers is kept by nobody, found by nobody, and its address is told to nobody."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answered


@csrf_exempt  # see invitations.form_for: the link is the authority, and visitors get no cookie
@_unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The revision that a link was made for; 404 for a link we did not make, 410 for one that is dead."""
    invitation = invitations.find(token)
    if invitation is None:
        return render(request, "404.html", status=404)
    standing = invitations.standing(invitation)
    if standing != Standing.OPEN:
        context = {"invitation": invitation, "standing": standing, "unsent": request.POST.get("text", "")}
        return render(request, "articles/preview_gone.html", context, status=410)
    if request.method == "POST":
        return _answer(request, invitation)
    return _page(request, invitation, AnswerForm())


def _answer(request: HttpRequest, invitation: PreviewInvitation) -> HttpResponse:
    """Keep the answer, or show the form again with every word in it."""
    form = AnswerForm(request.POST)
    if not invitation.may_answer:
        return _page(request, invitation, form, status=403)
    if form.is_valid():
        try:
            invitations.answer(invitation, **form.cleaned_data, form=request.POST.get("form", ""))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(f"{request.path}?answered=1#answer")
    return _page(request, invitation, form)


def _page(
    request: HttpRequest, invitation: PreviewInvitation, form: AnswerForm, status: int = 200
) -> HttpResponse:
    answers = list(invitation.answers.all())
    context = page.of_composed(publishing.compose(invitation.revision)) | {
        "preview": invitation.revision,
        "invitation": invitation,
        "answers": answers,
        "is_full": len(answers) >= MOST_ANSWERS,
        "form": form,
        "mark": invitations.form_for(invitation),
        "answered": "answered" in request.GET,
    }
    return render(request, "articles/preview.html", context, status=status)
