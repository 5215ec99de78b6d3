"""What a page may load, by the directives of its Content-Security-Policy: from this site alone."""

from csp.constants import NONCE, NONE, SELF

DIRECTIVES = {
    "default-src": [NONE],
    "script-src": [
        SELF,
        NONCE,
    ],  # the nonce appears only where a page asks for it: the editor's import map
    "style-src": [SELF],
    "img-src": [SELF],
    "object-src": [NONE],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
