"""Where somebody who has found a hole tells the firm: /.well-known/security.txt (RFC 9116), from the firm's row."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from firm.models import Firm
from statutes.language.normalise import clean_line

GOOD_FOR = timedelta(days=180)  # the RFC asks for less than a year


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The firm's address for it; 404 where it has given none."""
    address = clean_line(Firm.load().email)
    if not address:
        raise Http404("律所信息里没有填电子邮箱")
    expires = (timezone.now() + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": f"mailto:{address}",
        "Expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "zh, en",
        "Canonical": settings.SITE_URL + reverse("security_txt"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
