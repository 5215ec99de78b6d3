"""What differs between what a manifest says and what there is, said in Chinese so that each thing is named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from firm.verifying.facts import FIRST, Fact, Finding
from firm.verifying.tables import marked

MOST_NAMED = 20  # rows of one table that are named; the others are counted
NAMES = {
    "rows": "表",
    "range": "表",
    "sequence": "序列",
    "constraint": "约束",
    "index": "索引",
    "trigger": "触发器",
    "migration": "数据库迁移",
    "chain": "操作记录",
    "file": "文件",
}


@dataclass(slots=True)
class Comparison:
    """A manifest, out of which each fact that comes takes its like; what stays is missing now."""

    expected: dict[tuple, Fact]
    named: dict[str, int] = field(default_factory=dict)  # how many rows of a table were told of

    @classmethod
    def with_manifest(cls, facts: Iterable[Fact]) -> "Comparison":
        """The first of the facts is about the manifest itself."""
        return cls({fact.key: fact for fact in facts if fact.what != FIRST})

    def see(self, fact: Fact) -> Iterator[Finding]:
        """What is other than it was with this."""
        was = self.expected.pop(fact.key, None)
        if fact.what == "range":
            yield from self._rows(was.said if was else {"keys": "", "marks": ""}, fact)
        elif was is None:
            yield Finding(f"{_name(fact)}：清单里没有，现在有。", is_wrong=fact.what != "file")
        elif was.said != fact.said:
            yield from _other(was, fact)

    def rest(self, kinds: Iterable[str]) -> Iterator[Finding]:
        """What of these kinds the manifest has and nothing was seen of."""
        kinds = set(kinds)
        for fact in [fact for fact in self.expected.values() if fact.what in kinds]:
            del self.expected[fact.key]
            if fact.what == "range":
                yield from self._rows(
                    fact.said, Fact("range", fact.of, {"keys": "", "marks": ""}), fact.said["label"]
                )
            else:
                yield Finding(f"{_name(fact)}：清单里有，现在没有了。")
        for table, many in self.named.items():
            if many > MOST_NAMED:
                yield Finding(f"表 {table}：另有 {many - MOST_NAMED:,} 行与清单不同，没有一一列出。")
        self.named = {}

    def _rows(self, was: dict, fact: Fact, label: str = "") -> Iterator[Finding]:
        """The rows of a range that are gone, new or other than they were."""
        if was.get("sha256") == fact.said.get("sha256"):
            return
        before, now = marked(was), marked(fact.said)
        whose = f"{label or fact.said['label']}（表 {fact.of}）编号"
        told = False
        for key in sorted(before.keys() | now.keys()):
            if before.get(key) == now.get(key):
                continue
            told = True
            self.named[fact.of] = self.named.get(fact.of, 0) + 1
            if self.named[fact.of] <= MOST_NAMED:
                how = "不见了" if key not in now else "是多出来的" if key not in before else "的内容变了"
                yield Finding(f"{whose} {key} {how}。")
        if not told:  # one of sixteen million altered rows keeps its mark
            first = fact.said["from"]
            yield Finding(f"{whose} {first} 至 {first + 999} 之间有内容变了。")


def _other(was: Fact, fact: Fact) -> Iterator[Finding]:
    """The same thing, of which something else is said now."""
    before, now = was.said, fact.said
    if fact.what == "rows" and before["count"] != now["count"]:
        gap = now["count"] - before["count"]
        change = f"少了 {-gap:,}" if gap < 0 else f"多了 {gap:,}"
        yield Finding(
            f"{_name(fact)}：清单里是 {before['count']:,} 行，现在是 {now['count']:,} 行，{change} 行。"
        )
    elif fact.what == "sequence":
        # A restored one may be up to 32 ahead: PostgreSQL writes them to its log in advance.
        if now["last"] < before["last"]:
            yield Finding(f"{_name(fact)}：清单里是 {before['last']}，现在退到了 {now['last']}。")
    elif fact.what == "file":
        yield Finding(
            f"{_name(fact)}：内容变了（清单 {before['bytes']:,} 字节，现在 {now['bytes']:,} 字节）。"
        )
    elif fact.what == "chain":
        yield Finding(
            f"操作记录：清单里有 {before['count']:,} 条，现在 {now['count']:,} 条，最后的校验值不同。"
        )
    elif fact.what != "rows":
        yield Finding(f"{_name(fact)}：与清单里的不同。")


def _name(fact: Fact) -> str:
    label = f"（{fact.said['label']}）" if "label" in fact.said else ""
    return f"{NAMES.get(fact.what, fact.what)} {fact.of}{label}"
