"""A source read ahead by a process of its own: reading and sanitising need no database, and take half of the time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

from articles.archive.making import prepare
from articles.archive.records import Item, Source, SourceRefused, Unread

FEWER = "来源里的文章比上次少，不是同一个来源。"
ENDED = "读取来源的进程意外结束。"
Batch = list[Item | Unread]


def batches(
    source: Source, after: int, size: int, change: Callable[[Item], Item]
) -> Iterator[tuple[Batch, float, str]]:
    """The records behind a place, so many at a time, each batch with the share of the source that has been read.

    The last may be short; where the source breaks off, its third value says why. The process ends with its reader.
    """
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(source, after, size, change, here, there), daemon=True)
    reader.start()
    there.close()
    try:
        while True:
            some, share, broken = here.recv()
            yield some, share, broken
            if broken or len(some) < size:
                return
    except EOFError:
        yield [], source.share, ENDED
    finally:
        here.close()
        reader.join(5)
        reader.kill()


def _read(
    source: Source, after: int, size: int, change: Callable, here: Connection, there: Connection
) -> None:
    """What the other process does. It closes the end that it does not read, so that it hears of its reader's death."""
    here.close()
    records = source.records()
    try:
        some, broken = [], "" if _passed(records, after) else FEWER
        while not broken:
            some, broken = _some(records, size, change)
            there.send((some, source.share, broken))
            if len(some) < size:
                return
        there.send(([], source.share, broken))
    except BrokenPipeError:
        return


def _passed(records: Iterator, many: int) -> bool:
    try:
        return sum(1 for _ in islice(records, many)) == many
    except SourceRefused:
        return False


def _some(records: Iterator, size: int, change: Callable) -> tuple[Batch, str]:
    """The next batch; where the source breaks off, what came before, and why."""
    some: Batch = []
    try:
        some.extend(prepared(change(one)) if isinstance(one, Item) else one for one in islice(records, size))
    except SourceRefused as error:
        return some, str(error)
    return some, ""


def prepared(item: Item) -> Item:
    """The record with its body sanitised and cleaned, where that needs no picture and no revisions."""
    if item.whole or "<img" in item.body.lower():
        return item
    return replace(item, prepared=prepare(item.body, item.title))
