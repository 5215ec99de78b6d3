"""The sample content is loaded once, whole, and never in production."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from articles.models import Column
from firm.models import Lawyer, User
from hefei_site import sample_accounts, sample_content
from hefei_site.sample_content import Loaded
from statutes.models import Statute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def accounts_file(tmp_path, monkeypatch):
    path = tmp_path / "accounts.json"
    monkeypatch.setattr(sample_accounts, "file", lambda: path)
    return path


def rows() -> dict:
    models = [
        model for app in ("firm", "statutes", "articles") for model in apps.get_app_config(app).get_models()
    ]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def test_loading_twice_changes_nothing_and_the_passwords_of_another_database_stay(accounts_file):
    elsewhere = {"elsewhere/x": {"lin": {"password": "p", "hash": "h"}}}
    accounts_file.write_text(json.dumps(elsewhere), "utf-8")
    first = sample_content.load()
    assert (first.accounts, first.articles >= 24, Column.objects.count(), Lawyer.objects.count()) == (
        6,
        True,
        6,
        4,
    )
    before, kept = rows(), accounts_file.read_bytes()
    assert json.loads(kept).items() > elsewhere.items()
    assert sample_content.load() == Loaded(0, 0, 0)
    assert (rows(), accounts_file.read_bytes()) == (before, kept)


def test_a_load_that_fails_leaves_nothing(monkeypatch, accounts_file):
    def fail(*args):
        raise RuntimeError("killed")

    monkeypatch.setattr(sample_content, "_articles", fail)
    with pytest.raises(RuntimeError):
        sample_content.load()
    assert (User.objects.count(), Statute.objects.count(), accounts_file.exists()) == (0, 0, False)


def test_production_refuses_it(settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="生产环境"):
        call_command("load_sample")
    assert User.objects.count() == 0
