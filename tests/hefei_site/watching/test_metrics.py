"""What Prometheus reads: well-formed by its own parser, right by what is in the database, and about nobody."""

import os
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from articles import workflow
from articles.models import Push, Revision, SearchTask
from articles.rendering import keeping
from firm import backups, last_run, mailing, standbys
from firm.models import Mail
from hefei_site.watching import counting, metrics
from hefei_site.watching.exposition import COUNTER, Family, text

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(written: str) -> dict:
    """{(name, labels but for the process): value} as Prometheus takes it."""
    return {
        (sample.name, *(value for key, value in sample.labels.items() if key != "process")): sample.value
        for family in text_string_to_metric_families(written)
        for sample in family.samples
    }


@pytest.fixture
def figures(monkeypatch):
    """figures(): what the metrics say now, the database asked in this test's transaction."""
    monkeypatch.setattr(
        metrics, "within", lambda seconds, asked: {name: ask() for name, ask in asked.items()}
    )
    monkeypatch.setattr(metrics, "_counted", {})
    return lambda: read(metrics.text())


def test_what_waits(figures, publish, write, author, reviewer):
    for days, title in enumerate(("一", "二", "三", "四", "五")):
        waiting = write(title)
        workflow.perform("submit", waiting, by=author, reason="测试")
        Revision.objects.filter(article=waiting).update(submitted_at=timezone.now() - days * DAY + HOUR)
    kept, _ = publish("甲"), publish("乙")
    keeping.keep_all([kept.pk])
    late = write("晚了")
    Revision.objects.filter(article=late).update(state="approved", publish_at=timezone.now() - HOUR)
    Mail.objects.all().delete()
    author.email = "a@b.cn"
    mailing.queue([author, author], "x", "x")
    mailing.queue([author], "x", "x")
    Mail.objects.filter(pk=Mail.objects.first().pk).update(tries=mailing.MOST_TRIES)
    Push.objects.create(engine="baidu", path="/x", reason="gone", next_try_at=timezone.now() - HOUR)
    Push.objects.create(engine="baidu", path="/later", reason="gone", next_try_at=timezone.now() + HOUR)
    SearchTask.objects.all().delete()
    SearchTask.objects.create(article=kept, kind="index")
    last_run.note(last_run.RUN_DUE, HOUR, went_well=False)
    said = figures()
    assert {key: said.get(key) for key in EXPECTED} == EXPECTED
    assert 0 <= said["hefei_run_due_age_seconds",] < 60
    assert said["hefei_database_size_bytes",] > 1_000_000
    assert 1 <= said["hefei_database_connections",] <= said["hefei_database_connections_allowed",]


EXPECTED = {
    ("hefei_database_up",): 1,
    ("hefei_articles_live",): 2,
    ("hefei_pages_to_render",): 1,
    ("hefei_revisions_in_review", "under_1_day"): 2,
    ("hefei_revisions_in_review", "1_to_3_days"): 2,
    ("hefei_revisions_in_review", "over_3_days"): 1,
    ("hefei_releases_overdue",): 1,
    ("hefei_mails", "waiting"): 2,
    ("hefei_mails", "failed"): 1,
    ("hefei_pushes", "waiting"): 1,
    ("hefei_pushes", "failed"): 0,
    ("hefei_index_tasks", "index"): 1,
    ("hefei_index_tasks", "relate"): 0,
    ("hefei_index_tasks", "enter"): 0,
    ("hefei_run_due_went_well",): 0,
}


@pytest.mark.django_db
def test_what_this_process_has_answered(client, figures, monkeypatch):
    monkeypatch.setattr(counting, "counts", counting.Counts())
    for address in ("/healthz", "/healthz", "/nothing-here/"):
        client.get(address)
    said = figures()
    assert [said["hefei_requests_total", f"{n}xx"] for n in range(1, 6)] == [0, 2, 0, 1, 0]
    assert [said["hefei_answers_total", source] for source in ("memory", "stored", "made")] == [0, 0, 3]
    buckets = [value for key, value in said.items() if key[0] == "hefei_request_duration_seconds_bucket"]
    assert (buckets, buckets[-1], said["hefei_request_duration_seconds_count",]) == (sorted(buckets), 3, 3)
    assert said["hefei_request_duration_seconds_sum",] > 0
    assert 10_000_000 < said["hefei_process_resident_memory_bytes",] < 10_000_000_000


@pytest.mark.django_db
def test_standbys(figures, monkeypatch):
    class Watch:
        def lags(self):
            return {"standby-1": 4096, "standby-2": None}

    monkeypatch.setattr(standbys, "watch", Watch)
    said = figures()
    assert [said.get((name, f"standby-{n}")) for name in ("hefei_standby_up", "hefei_standby_lag_bytes") for n in (1, 2)] == [1, 0, 4096, None]  # fmt: skip


@pytest.mark.django_db
def test_counts_of_very_many_rows_are_asked_once_a_minute(figures, publish, monkeypatch):
    publish("甲")
    first = figures()["hefei_articles_live",]
    publish("乙")
    second = figures()["hefei_articles_live",]
    monkeypatch.setattr(metrics, "monotonic", lambda: 10**9)
    assert [first, second, figures()["hefei_articles_live",]] == [1, 1, 2]


def test_a_database_that_is_away(client, monkeypatch):
    """The process's own figures are told all the same."""
    monkeypatch.setattr(metrics, "within", lambda seconds, asked: {})
    response = client.get("/metrics")
    said = read(response.content.decode())
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert (said["hefei_database_up",], ("hefei_articles_live",) in said) == (0, False)
    assert ("hefei_process_start_time_seconds",) in said


@pytest.mark.django_db
def test_no_label_names_anybody(figures, author, reviewer):
    labels = {key for sample in figures() for key in sample[1:]}
    known = {"under_1_day", "1_to_3_days", "over_3_days", "waiting", "failed", "index", "relate", "enter"}
    known |= {
        "memory",
        "stored",
        "made",
        "+Inf",
        *(f"{n}xx" for n in range(1, 6)),
        *map(repr, counting.BOUNDS),
    }
    assert labels == known


def test_every_name_is_as_prometheus_asks_for(figures, db):
    """promtool's rules: a unit at the end, _total on counters alone, help and type before each."""
    written = metrics.text()
    families = list(text_string_to_metric_families(written))
    assert len(families) == written.count("# HELP") == written.count("# TYPE")
    for family in families:
        assert (family.name.startswith("hefei_"), family.documentation.endswith(".")) == (True, True)
        is_counter = family.type == "counter"
        assert all(sample.name.endswith("_total") == is_counter for sample in family.samples)


@pytest.mark.parametrize("said", ['a"b', "a\\b", "a\nb", "中文", '\\"', "\\n"])
def test_whatever_a_label_says_comes_back(said):
    written = text([Family("x_total", COUNTER, said, (("", {"label": said}, 1.5),))])
    (family,) = text_string_to_metric_families(written)
    assert [(sample.labels, sample.value) for sample in family.samples] == [({"label": said}, 1.5)]


def test_the_process_is_a_number(db, figures):
    (family,) = [
        f
        for f in text_string_to_metric_families(metrics.text())
        if f.name == "hefei_process_start_time_seconds"
    ]
    assert family.samples[0].labels == {"process": str(os.getpid())}


def test_the_alarms_that_we_ship_ask_for_figures_that_there_are(figures, db, monkeypatch):
    class Watch:
        def lags(self):
            return {"standby-1": 0}

    monkeypatch.setattr(standbys, "watch", Watch)
    now = timezone.now()
    monkeypatch.setattr(backups, "standing", lambda: backups.Standing(now, now - HOUR, now - HOUR))
    last_run.note(last_run.RUN_DUE, HOUR, went_well=True)
    rules = (settings.BASE_DIR / "deploy/prometheus/hefei.rules.yml").read_text("utf-8")
    asked = set(re.findall(r"\bhefei_\w+", rules))
    assert asked - {key[0] for key in figures()} == set()
    assert rules.count("- alert:") == rules.count("expr:") == rules.count("summary:") == 10
