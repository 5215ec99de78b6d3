"""The app of the firm, its people, its record."""

from django.apps import AppConfig


class FirmConfig(AppConfig):
    name = "firm"
    verbose_name = "律所与人员"

    def ready(self):
        from firm import audit  # noqa: F401  (connects Django's login signals)
