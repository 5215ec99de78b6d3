"""What every answer of the site tells the browser, whatever gave it: a view, a redirect to https, the page of an error.

Django's and django-csp's middleware say most of it; what they never reach (an answer that a middleware outside of them
gives) is said here. nginx says the same of its own answers: deploy/headers.conf.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Nothing of the site is for other sites to embed, and no page of it asks for what a phone can do.
EVERYWHERE = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
WHERE_NOTHING_IS_SAID = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def told(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Middleware, the outermost: no answer leaves without these headers."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in (EVERYWHERE | WHERE_NOTHING_IS_SAID).items():
            response.headers.setdefault(name, value)
        return response

    return middleware
