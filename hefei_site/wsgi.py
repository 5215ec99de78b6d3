"""The WSGI application that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from hefei_site import bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefei_site.settings")
application = get_wsgi_application()
bounded.bound(connections.settings, settings.LOCK_TIMEOUT)
