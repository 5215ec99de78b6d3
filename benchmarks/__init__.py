"""Measurements that print themselves beside a baseline; not part of what is shipped."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefei_site.settings")
django.setup()
