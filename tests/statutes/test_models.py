"""The tables of the law keep their own rules."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from statutes.models import Provision, Statute, StatuteAlias, StatuteVersion


@pytest.fixture
def version(civil_code):
    return civil_code.versions.get()


def provision(version: StatuteVersion, number: int, suffix: int = 0) -> Provision:
    key = f"{number}-{suffix}" if suffix else str(number)
    return Provision.objects.create(version=version, number=number, suffix=suffix, key=key, text="条文。")


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Statute, {"title": "中华人民共和国民法典", "slug": "另一部", "kind": "law"}, "title"),
        (Statute, {"title": "另一部", "slug": "民法典", "kind": "law"}, "slug"),
        (StatuteVersion, {"promulgated_on": date(2020, 5, 28)}, "one_version_a_day"),
        (
            StatuteVersion,
            {
                "promulgated_on": date(2023, 1, 1),
                "effective_from": date(2024, 1, 1),
                "effective_to": date(2024, 1, 1),
            },
            "version_ends_after_it_starts",
        ),
    ],
)
def test_what_the_database_refuses(model, fields, constraint, civil_code):
    if model is StatuteVersion:
        fields = fields | {"statute": civil_code}
    with pytest.raises(IntegrityError, match=constraint):
        model.objects.create(**fields)


def test_a_key_is_unique_in_its_version_only(civil_code, version):
    other = StatuteVersion.objects.create(statute=civil_code, promulgated_on=date(2026, 1, 1))
    assert provision(other, 1034).key == "1034"
    with pytest.raises(IntegrityError, match="provision_key_unique"):
        provision(version, 1034)


@pytest.mark.parametrize(
    ("promulgated", "start", "end"),
    [
        (date(2023, 1, 1), date(2023, 1, 1), None),  # in force at once
        (date(2023, 1, 1), None, date(2024, 1, 1)),  # the start is not known
        (date(2023, 1, 1), date(2024, 1, 1), date(2024, 1, 2)),  # for one day
    ],
)
def test_dates_that_can_be(promulgated, start, end, civil_code):
    version = StatuteVersion(
        statute=civil_code, promulgated_on=promulgated, effective_from=start, effective_to=end
    )
    version.full_clean()
    version.save()
    assert StatuteVersion.objects.filter(pk=version.pk).exists()


@pytest.mark.parametrize(
    ("start", "end", "messages"),
    [
        (date(2022, 12, 31), None, {"effective_from": ["施行日期不能早于公布日期。"]}),
        (date(2024, 1, 1), date(2023, 6, 1), {"__all__": ["失效日期必须晚于施行日期。"]}),
    ],
)
def test_what_the_form_says_to_dates_that_cannot_be(start, end, messages, civil_code):
    version = StatuteVersion(
        statute=civil_code, promulgated_on=date(2023, 1, 1), effective_from=start, effective_to=end
    )
    with pytest.raises(ValidationError) as refusal:
        version.full_clean()
    assert refusal.value.message_dict == messages


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2020, 12, 31), []),
        (date(2021, 1, 1), [2020]),  # its first day
        (date(2026, 6, 30), [2020]),  # its last
        (date(2026, 7, 1), [2026]),
    ],
)
def test_in_force_on(on, found, civil_code, version):
    StatuteVersion.objects.filter(pk=version.pk).update(effective_to=date(2026, 7, 1))
    StatuteVersion.objects.create(
        statute=civil_code, promulgated_on=date(2026, 2, 1), effective_from=date(2026, 7, 1)
    )
    StatuteVersion.objects.create(statute=civil_code, promulgated_on=date(2027, 1, 1))  # undated
    assert [v.promulgated_on.year for v in StatuteVersion.objects.in_force_on(on)] == found


def test_with_text(civil_code, notice_of_2017):
    assert list(Statute.objects.with_text()) == [civil_code]


def test_the_lexicon_knows_titles_short_titles_and_aliases(civil_code, notice_of_2017):
    StatuteAlias.objects.create(statute=civil_code, name="中国民法典")
    lexicon = Statute.objects.lexicon()
    names = ["中华人民共和国民法典", "民法典", "中国民法典", "关于规范整顿“现金贷”业务的通知", "刑法"]
    official = [civil_code.title] * 3 + [notice_of_2017.title, None]
    assert [lexicon.resolve(name) for name in names] == official


def test_no_alias_takes_over_a_title(civil_code):
    """Whatever was entered first: 《民法》 may be called 民法典, the Civil Code itself is not 《民法》."""
    elder = Statute.objects.create(title="民法通则", slug="民法通则", kind="law")
    StatuteAlias.objects.create(statute=elder, name="民法典")
    StatuteAlias.objects.create(statute=elder, name="民法总则")
    younger = Statute.objects.create(title="中华人民共和国民法总则", slug="民法总则", kind="law")
    lexicon = Statute.objects.lexicon()
    assert lexicon.resolve("民法典") == civil_code.title
    assert lexicon.resolve("民法总则") == younger.title


def test_the_lexicon_is_kept_while_no_name_changes(civil_code, notice_of_2017, django_assert_num_queries):
    before = Statute.objects.lexicon()
    with django_assert_num_queries(3):
        assert Statute.objects.lexicon() is before
    StatuteAlias.objects.create(statute=civil_code, name="大民法")
    after = Statute.objects.lexicon()
    assert (before.resolve("大民法"), after.resolve("大民法")) == (None, civil_code.title)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "中华人民共和国新民法典"},
        {"doc_number": "主席令第45号"},
    ],
)
def test_the_lexicon_follows_a_changed_row(civil_code, change):
    before = Statute.objects.lexicon()
    Statute.objects.filter(pk=civil_code.pk).update(**change)
    assert Statute.objects.lexicon() is not before


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("111", None, "120"),  # the first
        ("120", "111", "120-1"),  # 之一 comes behind
        ("120-1", "120", "120-2"),
        ("120-2", "120-1", "1034"),  # behind the last 之N comes the next article that is held
        ("1035", "1034", None),  # the last
    ],
)
def test_neighbours(key, before, after, civil_code, version):
    for suffix in (2, 0, 1):
        provision(version, 120, suffix)
    other = StatuteVersion.objects.create(statute=civil_code, promulgated_on=date(2026, 1, 1))
    for number in (112, 119, 1033, 1036):  # the provisions of another version are not its neighbours
        provision(other, number)
    found = Provision.objects.neighbours(version.provisions.get(key=key))
    assert tuple(p and p.key for p in found) == (before, after)


def test_names(civil_code, version):
    one = provision(version, 120, 1)
    assert (str(civil_code), civil_code.short_title) == ("《中华人民共和国民法典》", "民法典")
    assert str(version) == "《中华人民共和国民法典》（2020-05-28 版）"
    assert str(one) == "《中华人民共和国民法典》第120条之一"
    assert str(StatuteAlias(name="消法")) == "消法"


def test_lines_of_a_provision(version):
    keys = [line.key for line in version.provisions.get(key="1035").lines]
    assert keys == ["1035.p1", "1035.p1.i1", "1035.p1.i2", "1035.p1.i3", "1035.p1.i4"]


@pytest.mark.parametrize(
    ("start_of_next", "on", "applies"),
    [
        (date(2024, 7, 1), date(2024, 6, 30), [2020]),
        (date(2024, 7, 1), date(2024, 7, 1), [2024]),
        (None, date(2023, 12, 31), [2020]),
        (None, date(2024, 1, 1), []),  # promulgated, and nobody knows from when it applies
    ],
)
def test_at_most_one_version_is_in_force(start_of_next, on, applies, civil_code):
    StatuteVersion.objects.create(
        statute=civil_code, promulgated_on=date(2024, 1, 1), effective_from=start_of_next
    )
    found = StatuteVersion.objects.in_force_on(on).values_list("promulgated_on__year", flat=True)
    assert list(found) == applies
