"""By which release a page was rendered."""

from articles.rendering.release import rendering


def test_another_address_of_the_site_is_another_rendering(settings):
    """Each time it is asked for: a page that names the old address must not be taken for one of the new."""
    found = {}
    for address in ("https://a.example", "https://b.example", "https://a.example"):
        settings.SITE_URL = address
        found.setdefault(address, set()).add(rendering())

    assert [len(each) for each in found.values()] == [1, 1]
    assert found["https://a.example"] != found["https://b.example"]
