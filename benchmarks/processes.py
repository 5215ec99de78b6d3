"""Work done in processes of their own, each with a database connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.db import connections


def in_two(work: Callable, parts: Iterable = (0, 1)) -> list:
    """Work done by two processes, each with one of the parts; what they returned."""
    connections.close_all()
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        return list(pool.map(work, parts))


def apart(work: Callable, *given) -> object:
    """What some work returns that is done where nothing is remembered of what others have read."""
    connections.close_all()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        return pool.submit(work, *given).result()
