"""`make bench-quotes`: how well and how fast quoted words are checked, beside a naive overlap, with the whole corpus held."""

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from django.conf import settings
from django.test.utils import get_runner
from django.utils import timezone

from benchmarks.citations import SHARED, run
from hefei_site import embedded_postgres
from statutes import records
from statutes.citations.quotes import compare, likeness
from statutes.importing.run import import_statutes
from statutes.models import Provision, Statute
from statutes.status import version_on

GOLD = SHARED / "evaluation" / "quotes_dev.jsonl"
SCORER = SHARED / "evaluation" / "score_quotes.py"
TEXTS = SHARED / "laws" / "texts"
VERBATIM, RETOLD = 0.97, 0.35  # overlap from which the naive measure says exact, retold
LEAD = re.compile(r"^[的规定明确早有，,：:“\s]*|本所建议.*$|”.*$")
ARTICLE = 60  # citations of the long article


def main() -> None:
    if not GOLD.exists():
        sys.exit(f"没有评测数据：{GOLD}")
    if settings.EMBEDDED_POSTGRES:
        embedded_postgres.ensure_running(settings.BASE_DIR)
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        import_statutes(TEXTS)
        gold = [json.loads(line) for line in GOLD.open(encoding="utf-8") if line.strip()]
        _quality("the site", gold, _site)
        _quality("a naive overlap that is told the law and the article", gold, _naive)
        _speed(gold)
    finally:
        runner.teardown_databases(databases)


def _quality(name: str, gold: list[dict], answer: Callable[[dict], dict]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        lines = (json.dumps(answer(record), ensure_ascii=False) for record in gold)
        predicted.write_text("\n".join(lines), "utf-8")
        print(f"--- {name}\n{run(SCORER, GOLD, predicted)}")


def _site(record: dict) -> dict:
    return records.checked(record, Statute.objects.lexicon(), timezone.localdate())


def _naive(record: dict) -> dict:
    """The share of a text's characters that the cited article has, in order: much is exact, some is retold."""
    statute = Statute.objects.filter(title=record["law"]).prefetch_related("versions").first()
    version = version_on(statute.versions.all(), timezone.localdate()) if statute else None
    if record["doc_number"]:
        known = statute is not None and record["doc_number"] in statute.doc_numbers
        return {"id": record["id"], "label": "exact" if known else "wrong_doc_number"}
    if version is None:
        return {"id": record["id"], "label": "repealed_or_superseded"}
    provision = Provision.objects.filter(version=version, key=record["article"]).first()
    if provision is None:
        return {"id": record["id"], "label": "no_such_article"}
    behind = LEAD.sub("", record["text"].partition("条")[2])
    words = behind if len(behind) > 10 else record["text"].partition("《")[0]
    blocks = SequenceMatcher(None, words, provision.text, autojunk=False).get_matching_blocks()
    overlap = sum(block.size for block in blocks) / max(len(words), 1)
    label = (
        "exact" if overlap >= VERBATIM else "faithful_paraphrase" if overlap >= RETOLD else "wrong_article"
    )
    return {"id": record["id"], "label": label}


def _speed(gold: list[dict]) -> None:
    texts = [record["text"] for record in gold if record["article"]]
    filling = "我们建议先核对合同、付款记录和往来消息，再决定是协商、投诉还是起诉。" * 6
    long = "\n".join(f"{text}{filling}" for text in (texts * 2)[:ARTICLE])
    forget()
    _print("a text of the dev set, seen for the first time", [_milliseconds(text) for text in texts])
    article = f"an article of {len(long)} characters and {ARTICLE} citations, more than half of them wrong"
    _print(f"{article}, seen for the first time", [forget() or _milliseconds(long) for _ in range(20)])
    _print(f"{article}, checked again while it is written", [_milliseconds(long) for _ in range(20)])


def forget() -> None:
    """Empty what the process remembers of comparisons made before."""
    compare.cache_clear()
    likeness.cache_clear()


def _print(what: str, times: list[float]) -> None:
    times.sort()
    print(f"{what}: {times[len(times) // 2]:.0f} ms at p50, {times[int(len(times) * 0.95)]:.0f} ms at p95")


def _milliseconds(text: str) -> float:
    start = time.perf_counter()
    _site({"id": "", "text": text})
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
