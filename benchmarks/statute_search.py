"""`make bench-statute-search`: how well and how fast the law is searched, beside bigram BM25, on ../shared.

`python -m benchmarks.statute_search --learn` writes statutes/searching/experience.tsv from all the questions there.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.bigrams import Bigrams
from hefei_site import embedded_postgres
from statutes.importing.run import import_statutes
from statutes.models import IndexedProvision
from statutes.searching.experience import FILE, Experience, learnt
from statutes.searching.library import Library, library
from statutes.searching.ranking import ranked

SHARED = Path(__file__).parent.parent.parent / "shared"
QUESTIONS = SHARED / "evaluation" / "statute_search_dev.jsonl"
TEXTS = SHARED / "laws" / "texts"
FOLDS, TOP = 5, 10
Place = tuple[str, str]  # official title, article


def main() -> None:
    if not QUESTIONS.exists():
        sys.exit(f"没有评测数据：{QUESTIONS}")
    questions = [json.loads(line) for line in QUESTIONS.open(encoding="utf-8")]
    with _imported():
        rows = list(
            IndexedProvision.objects.order_by("pk").values_list(
                "provision", "statute__title", "provision__key", "provision__path", "provision__text"
            )
        )
        if "--learn" in sys.argv:
            FILE.write_text("\n".join(learnt(_answers(questions, rows))) + "\n", "utf-8")
        else:
            _measure(questions, rows)


@contextmanager
def _imported():
    """The corpus in a database of its own, which goes when the measuring is done."""
    if settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(settings.BASE_DIR)
    connection.settings_dict["TEST"]["NAME"] = "statute_search_benchmark"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        start = time.perf_counter()
        import_statutes(TEXTS)
        print(f"imported and indexed in {time.perf_counter() - start:.0f} s")
        yield
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def _measure(questions: Sequence[dict], rows: Sequence[tuple]) -> None:
    places = {provision: (title, key) for provision, title, key, _, _ in rows}
    naive = Bigrams([text for *_, text in rows])
    baseline = [[places[rows[i][0]] for i in naive.ranked(q["query"], TOP)] for q in questions]
    _say("bigram BM25", questions, baseline)
    nothing = Library.load(Experience({}, {}))
    _say("the site, nothing learnt", questions, [_found(q, nothing, places) for q in questions])
    times: list[float] = []
    for name, group in (
        ("the site, 5 folds", lambda i: i),
        ("the site, 5 folds, no provision in two of them", _kin(questions)),
    ):
        answers = _crossed(questions, rows, places, group, times)
        _say(name, questions, answers)
    _say_times(times)
    _say_size()


def _crossed(
    questions: Sequence[dict], rows: Sequence[tuple], places: dict, group: Callable[[int], int], times: list
) -> list[list[Place]]:
    """The answers to each question, with what the questions of the other folds taught."""
    groups = sorted({group(i) for i in range(len(questions))})
    random.Random(0).shuffle(groups)  # noqa: S311
    fold = {name: i % FOLDS for i, name in enumerate(groups)}
    answers: list[list[Place]] = [[] for _ in questions]
    for left_out in range(FOLDS):
        taught = [q for i, q in enumerate(questions) if fold[group(i)] != left_out]
        known = Library.load(Experience.of(learnt(_answers(taught, rows))))
        for i, question in enumerate(questions):
            if fold[group(i)] == left_out:
                start = time.perf_counter()
                answers[i] = _found(question, known, places)
                times.append((time.perf_counter() - start) * 1000)
    return answers


def _kin(questions: Sequence[dict]) -> Callable[[int], int]:
    """The group of a question: all that share a provision, directly or through others, have the same."""
    leader = list(range(len(questions)))
    first: dict[Place, int] = {}

    def group(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for i, question in enumerate(questions):
        for place in _gold(question):
            leader[group(i)] = group(first.setdefault(place, i))
    return group


def _found(question: dict, known: Library, places: dict) -> list[Place]:
    return [places[pk] for pk in ranked(question["query"], known, TOP)]


def _answers(questions: Sequence[dict], rows: Sequence[tuple]) -> list[tuple[str, str, str, str]]:
    texts = {(title, key): (path, text) for _, title, key, path, text in rows}
    return [(q["query"], place[0], *texts[place]) for q in questions for place in _gold(q) if place in texts]


def _gold(question: dict) -> list[Place]:
    return [(gold["law"], gold["article"]) for gold in question["gold"]]


def _say(name: str, questions: Sequence[dict], answers: Sequence[Sequence[Place]]) -> None:
    recall = rank = 0.0
    for question, found in zip(questions, answers, strict=True):
        gold = set(_gold(question))
        recall += len(gold & set(found)) / len(gold)
        rank += next((1 / place for place, one in enumerate(found, 1) if one in gold), 0.0)
    count = len(questions)
    print(f"{name:<50} R@{TOP} {recall / count:.3f}  MRR@{TOP} {rank / count:.3f}", flush=True)


def _say_times(times: list[float]) -> None:
    times.sort()
    p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, max {times[-1]:.0f} ms")


def _say_size() -> None:
    library()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('statutes_posting') + pg_total_relation_size('statutes_indexedprovision')"
        )
        print(
            f"index: {cursor.fetchone()[0] / 1e6:.0f} MB in the database; {FILE.stat().st_size} bytes learnt"
        )


if __name__ == "__main__":
    main()
