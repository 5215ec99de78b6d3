"""Whoever hands out permissions reads Chinese, and sees those of the site alone."""

import pytest
from django.contrib.auth.models import Permission

from firm.models import User
from firm.permission_choices import in_words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("codename", "words"),
    [
        ("change_article", "文章：修改"),
        ("view_lawyer", "律师：查看"),
        ("review_article", "文章：可以审核并发布文章"),
        ("submit_article", "文章：可以提交文章"),
    ],
)
def test_in_words(codename, words):
    assert in_words(Permission.objects.get(codename=codename)) == words


@pytest.mark.parametrize("form", ["account", "role"])
def test_the_forms_that_hand_them_out(form, as_, author):
    root = User.objects.create_superuser("root", password="test-password")
    role = author.groups.get()
    address = {
        "account": f"/admin/firm/user/{author.pk}/change/",
        "role": f"/admin/auth/group/{role.pk}/change/",
    }
    field = {"account": "user_permissions", "role": "permissions"}
    fields = as_(root).get(address[form]).context["adminform"].form.fields
    labels = [label for _, label in fields[field[form]].choices]
    assert "文章：修改" in labels
    assert [label for label in labels if any("a" <= letter <= "z" for letter in label)] == []
