"""Several processes share some work, each with a connection of its own."""

import pytest
from django.db import connection

from firm.models import ListChange
from firm.processes import together


def test_each_part_is_done_by_a_process_of_its_own(committed):
    def part(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO firm_listchange (at) VALUES (now())")

    together(part, 3)
    assert ListChange.objects.count() == 3


def test_an_error_in_another_process_is_told(committed, capfd):
    def part(number: int) -> None:
        if number:
            raise LookupError("a part that fails")

    with pytest.raises(ChildProcessError, match="再运行一次"):
        together(part, 2)
    assert "a part that fails" in capfd.readouterr().err


def test_one_is_this_process_alone():
    done = []
    together(done.append, 1)
    assert done == [0]
