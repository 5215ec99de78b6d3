#!/usr/bin/env python
"""Django's command line for this site; starts the embedded PostgreSQL first where the settings name it."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefei_site.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from hefei_site.embedded_postgres import EmbeddedPostgresError, ensure_running

    try:
        if settings.EMBEDDED_POSTGRES:
            ensure_running(settings.BASE_DIR)
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
