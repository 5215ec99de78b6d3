"""`make bench-citations`: how well and how fast citations are found, beside a naive pattern, on ../shared/evaluation."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from statutes import records
from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "evaluation" / "citations_dev.jsonl"
SCORER = SHARED / "evaluation" / "score_citations.py"
BASELINE = SHARED / "evaluation" / "baseline_citations.py"
CRAFTED = (
    "第",
    "《",
    "一",
    "第一",
    "第一条",
    "民法典第一条",
    "《民法典》",
    "（以下简称",
    "最高人民法院关于",
    "、第一款",
)
KILOBYTES = 100


def main() -> None:
    if not GOLD.exists():
        sys.exit(f"没有评测数据：{GOLD}")
    lexicon = Lexicon.of([(title, title) for title in _titles()])
    _quality(lexicon)
    _speed(lexicon)
    _crafted(lexicon)


def _titles() -> list[str]:
    """The official titles, newest first, as an import would know them."""
    files = sorted((SHARED / "laws" / "texts").rglob("*.md"), key=lambda path: path.stem[-12:], reverse=True)
    first_lines = (path.open(encoding="utf-8").readline() for path in files)
    return list(dict.fromkeys(line.removeprefix("# ").strip() for line in first_lines))


def _quality(lexicon: Lexicon) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, naive = Path(folder) / "ours.jsonl", Path(folder) / "naive.jsonl"
        with GOLD.open(encoding="utf-8") as lines, ours.open("w", encoding="utf-8") as out:
            for record in records.read(lines, "text"):
                out.write(json.dumps(records.citations(record, lexicon), ensure_ascii=False) + "\n")
        naive.write_text(run(BASELINE, GOLD), "utf-8")
        for name, predicted in (("the site", ours), ("a naive pattern", naive)):
            print(f"--- {name}\n{run(SCORER, GOLD, predicted)}")


def run(script: Path, *arguments: Path) -> str:
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _speed(lexicon: Lexicon) -> None:
    text = "\n".join(json.loads(line)["text"] for line in GOLD.open(encoding="utf-8"))
    size = len(text.encode()) / 1e6
    print(f"--- speed, one core\nfind + carry: {size / _seconds(text, lexicon):.2f} MB of UTF-8 a second")


def _crafted(lexicon: Lexicon) -> None:
    print(f"--- crafted input: {KILOBYTES} KB, and twice as much")
    for unit in CRAFTED:
        text = unit * (KILOBYTES * 1000 // len(unit.encode()))
        once, twice = _seconds(text, lexicon), _seconds(text * 2, lexicon)
        print(f"{unit:<10} {once * 1000:6.0f} ms   x {twice / once:.2f}")


def _seconds(text: str, lexicon: Lexicon) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        carry(find(text, lexicon))
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
