"""What programs ask of a node: whether it can serve, and its figures. nginx passes neither on from outside."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hefei_site.watching import metrics, readiness
from hefei_site.watching.readiness import State


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """503 where this node cannot serve; what else is wrong is said in a 200."""
    found = readiness.checks()
    state = readiness.worst(found)
    said = {
        check.name: {"status": check.state, "says": check.says, "advice": check.advice} for check in found
    }
    return JsonResponse(
        {"status": state, "checks": said},
        status=503 if state is State.FAILING else 200,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@require_safe
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """For Prometheus."""
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
