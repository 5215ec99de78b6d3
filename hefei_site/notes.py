"""Where the admin's messages wait for the next page: Django's cookie, under a name that follows the other cookies'."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage


class NamedCookie(CookieStorage):
    """A cookie whose name settings.py decides, as Django lets it for the session's and the token's."""

    @property
    def cookie_name(self) -> str:
        return settings.MESSAGES_COOKIE_NAME


class Notes(FallbackStorage):
    """In the cookie, what is too long for it in the session."""

    storage_classes = (NamedCookie, FallbackStorage.storage_classes[1])
