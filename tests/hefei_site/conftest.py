"""What the tests of the roof borrow from those of the writing, and the site as it is shipped."""

import os

import pytest

from tests.articles.conftest import amend, hidden
from tests.hefei_site import shipped

__all__ = ["amend", "hidden"]


@pytest.fixture
def production(settings, tmp_path):
    """The settings of HTTPS=on; static files in tmp_path/static, pictures in tmp_path/media."""
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", tmp_path / "media"
    settings.STATIC_ROOT.mkdir()
    for name, value in shipped.production().items():
        setattr(settings, name, value)


@pytest.fixture
def site_port(production, committed):
    """The port of the site itself, as nginx asks it."""
    with shipped.served() as port:
        yield port


@pytest.fixture
def shipped_front(site_port, tmp_path):
    """The site behind the nginx that is shipped."""
    if shipped.NGINX is None:
        if os.environ.get("REQUIRE_NGINX"):
            pytest.fail("no nginx on this machine, and REQUIRE_NGINX is set")
        pytest.skip("no nginx on this machine (Debian: apt install nginx-light)")
    with shipped.fronted(tmp_path, site_port) as front:
        yield front
