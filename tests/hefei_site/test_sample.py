"""What the sample content holds."""

import json
import shutil
import stat
from datetime import date

import pytest
from django.db import transaction

from articles.law import citing
from articles.models import Article, StatuteReference
from firm import second_factor
from firm.models import User
from hefei_site import sample_accounts
from statutes.models import LawCitation, Provision, Statute

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(sample, django_db_blocker):
    """Where the accounts of the sample are kept, whose rows are there for all tests here, each of which is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        sample.rows.bring_back()
        yield sample.accounts
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def accounts_file(loaded, tmp_path, monkeypatch):
    file = tmp_path / "accounts.json"
    shutil.copy2(loaded, file)
    monkeypatch.setattr(sample_accounts, "file", lambda: file)
    return file


def test_the_seeds_article_has_its_three_citations_errors_included():
    article = Article.objects.published().get(pk=837828)
    assert article.title == "网贷逾期把通讯录权限关闭可以吗?"
    references = StatuteReference.objects.filter(article=article).exclude(text="《民法典》")
    assert [(r.text, r.verdict) for r in references] == [
        ("《中华人民共和国民法典》第1034条", "in_force"),
        ("《中华人民共和国消费者权益保护法》第29条", "in_force"),
        ("《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)", "doc_number_differs"),
    ]
    assert Provision.objects.filter(version__statute__slug="民法典", key="111").exists()
    notice = Statute.objects.get(slug="规范整顿现金贷业务的通知")
    assert (notice.doc_number, notice.is_unverified) == ("整治办函〔2017〕141号", True)


def test_the_lawyer_is_told_what_is_wrong_with_the_seeds_article():
    article = Article.objects.get(pk=837828)
    findings = citing.cite(article.body, date(2026, 11, 24)).findings
    assert [(f.result, f.sentence) for f in findings if f.is_problem] == [
        ("条号不对", "文中的话不在《中华人民共和国民法典》第1034条，而在《中华人民共和国民法典》第111条。"),
        (
            "文号不符",
            "文中的文号是银办发〔2017〕141号，本站登记的《关于规范整顿“现金贷”业务的通知》"
            "文号是整治办函〔2017〕141号（登记的文号待核对）。",
        ),
    ]


def test_every_other_citation_of_the_samples_is_held():
    """Two documents are registered without text: the notice of the seed and a reply of 2024."""
    lost = StatuteReference.objects.filter(is_held=False).exclude(article=837828)
    assert [(r.article_id, r.text, r.statute.is_unverified) for r in lost] == [
        (837629, "法释〔2024〕15号", True)
    ]


def test_the_sample_statutes_say_who_cites_them():
    """A first look at the site shows what an import would: an interpretation of the code cites the code."""
    titles = LawCitation.objects.filter(statute__slug="民法典").values_list(
        "provision__version__statute__slug", flat=True
    )
    assert "民法典婚姻家庭编解释一" in set(titles)


def test_every_sample_has_related_articles():
    assert [article.pk for article in Article.objects.published() if not article.related.exists()] == []


def test_the_passwords_are_kept_for_their_owner_alone(accounts_file):
    assert stat.S_IMODE(accounts_file.stat().st_mode) == 0o600
    shown = sample_accounts.read()
    assert [user.username for user, _ in shown] == ["lin", "shen", "zhou", "chen", "shenhe", "guanli"]
    assert all(user.check_password(password) for user, password in shown)


def test_who_needs_a_second_factor_has_one_and_the_file_gives_it(accounts_file):
    (kept,) = json.loads(accounts_file.read_text("utf-8")).values()
    assert [name for name, row in kept.items() if "secret" in row] == ["shenhe", "guanli"]
    for name in ("shenhe", "guanli"):
        user = User.objects.get(username=name)
        device = sample_accounts.device(name)
        assert (device, second_factor.spelt(device.key)) == (
            second_factor.totp_of(user),
            kept[name]["secret"],
        )
        assert second_factor.verify(user, kept[name]["recovery_codes"][9]) is not None
    assert [name for name in ("lin", "shen", "nobody") if sample_accounts.device(name)] == []


def test_a_changed_password_is_shown_no_more():
    user = User.objects.get(username="lin")
    user.set_password("something else")
    user.save()
    assert [user.username for user, _ in sample_accounts.read()] == [
        "shen",
        "zhou",
        "chen",
        "shenhe",
        "guanli",
    ]
