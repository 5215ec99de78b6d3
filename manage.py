#!/usr/bin/env python
"""Django's command line for this site; starts the embedded PostgreSQL first where the settings name it."""

import os
import signal
import sys

INTERRUPTED = 130  # what a shell says of a command that Ctrl-C ended


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefei_site.settings")
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)  # so that what was started is stopped, as after Ctrl-C
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from hefei_site.embedded_postgres import EmbeddedPostgresError, ensure_running

    try:
        if settings.EMBEDDED_POSTGRES:
            ensure_running(settings.BASE_DIR)
        execute_from_command_line(sys.argv)
    except (EmbeddedPostgresError, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        sys.exit(INTERRUPTED)


def _interrupt(signum, frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
