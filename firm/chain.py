"""The chain that holds the record together, and where it is broken.

Each row's hash is the SHA-256, in hexadecimal, of a JSON object in UTF-8 without spaces, its keys sorted: all the
row's columns but the hash itself, among them position (1, 2, 3 …) and previous_hash ("" for the first row). Left out is
what is NULL, so that a column added later does not change the hash of older rows. "at" is written in UTC to the
microsecond; characters other than `"`, `\\` and control characters stand as they are. The database works this out when
a transaction commits (migration firm/0003, firm_record_hash); here it is worked out again.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from firm.models import AuditRecord

AT_ONCE = 2000  # rows read at a time, whatever the length of the chain
COLUMNS = tuple(field.attname for field in AuditRecord._meta.local_concrete_fields)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along the chain found."""

    count: int  # rows that are whole, up to the first break
    last_hash: str  # of the last of them; "" where there is none
    broken: str = ""  # the first break, as a Chinese sentence

    @property
    def is_whole(self) -> bool:
        return not self.broken


def hash_of(row: dict) -> str:
    """The hash that a row must carry, from its columns by name."""
    said = {name: value for name, value in row.items() if name != "hash" and value is not None}
    said["at"] = said["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(expected: str = "") -> Verified:
    """Walk the whole chain to its end or its first break.

    expected is the last hash of an earlier walk: where no row carries it any more, the chain has lost its end, or
    was written anew, since then.
    """
    count, last_hash, found = 0, "", not expected
    for row in _rows():
        if broken := _break(row, count, last_hash):
            return Verified(count, last_hash, broken)
        count, last_hash = row["position"], row["hash"]
        found = found or last_hash == expected
    if unchained := AuditRecord.objects.filter(position=None).order_by("pk").values(*COLUMNS).first():
        return Verified(count, last_hash, f"{_name(unchained)}不在链上：它是绕过数据库的规则写入的。")
    if not found:
        return Verified(
            count,
            last_hash,
            f"链上没有您保存的校验值 {expected}：末尾的记录被删除，或者整条链被重写过。"
            f"现在的最后一条是第 {count} 条。",
        )
    return Verified(count, last_hash)


def _rows() -> Iterator[dict]:
    """The chained rows in their order, a few thousand in memory at a time."""
    chained, last = AuditRecord.objects.order_by("position").values(*COLUMNS), 0
    while rows := list(chained.filter(position__gt=last)[:AT_ONCE]):
        yield from rows
        last = rows[-1]["position"]


def _break(row: dict, count: int, last_hash: str) -> str:
    """What is wrong with a row that should follow count whole ones, the last of them with this hash."""
    expected = count + 1
    if row["position"] != expected:
        last = row["position"] - 1
        gone = f"第 {expected} 条" if last == expected else f"第 {expected} 至 {last} 条"
        return f"{gone}记录不见了：接下来的是{_name(row)}。"
    if row["previous_hash"] != last_hash:
        return f"{_name(row)}与前一条接不上：此处有记录被插入、替换、删除或调换过。"
    if row["hash"] != hash_of(row):
        return f"{_name(row)}的内容与校验值不符：它被改动过。"
    return ""


def _name(row: dict) -> str:
    number = f"第 {row['position']} 条记录" if row["position"] else "一条记录"
    at = row["at"].astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return f"{number}（编号 {row['id']}，{at}，{row['actor_name'] or '—'}，{row['action']}）"
