"""Work that several processes share, each with a database connection of its own."""

from collections.abc import Callable
from multiprocessing import get_context

from django.db import connections


def together(work: Callable[[int], object], many: int) -> None:
    """Do work(0) here, and work(1), work(2) … in processes of their own meanwhile, so many in all.

    Raises ChildProcessError where one of those ended by an error, which it has written on the standard error stream.
    """
    if many > 1:
        connections.close_all()  # no connection is carried into another process
    context = get_context("fork")
    others = [context.Process(target=work, args=(number,)) for number in range(1, many)]
    for other in others:
        other.start()
    try:
        work(0)
    finally:
        for other in others:
            other.join()
    if any(other.exitcode for other in others):
        raise ChildProcessError("一个并行的进程出错退出，原因见上；其余的已经做完，再运行一次即可。")
