"""What the tests of the roof borrow from those of the writing, and the site as it is shipped."""

import os

import pytest

from firm.access import Role
from tests.articles.conftest import amend, hidden, rewrite
from tests.articles.pictures import picture, upload
from tests.conftest import make_user
from tests.hefei_site import shipped, walking

__all__ = ["amend", "hidden", "rewrite"]


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


@pytest.fixture
def people(author, colleague, reviewer, administrator, column):
    """The author and the reviewer of the column; a colleague, a guest and a reviewer who are not concerned."""
    column.reviewers.set([reviewer])
    return {
        "author": author,
        "reviewer": reviewer,
        "administrator": administrator,
        "colleague": colleague,
        "guest": make_user("访客", Role.GUEST_EDITOR),
        "elsewhere": make_user("别处的审核员", Role.REVIEWER),
        "roleless": make_user("新来的"),
    }


@pytest.fixture
def house(people, column, write, publish, rewrite, civil_code):
    """A newsroom with one of everything."""
    return walking.furnish(people, column, write, publish, rewrite, upload(picture(size=(400, 300))))
