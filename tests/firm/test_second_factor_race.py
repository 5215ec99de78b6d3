"""Many who use one code, or change one factor, at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from firm import second_factor
from tests.conftest import code_for

THREADS = 10


def at_once(act) -> list:
    start = Barrier(THREADS, timeout=20)

    def _act(_):
        try:
            start.wait()
            return act()
        except second_factor.TooSoon:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(_act, range(THREADS)))


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_of_ten_who_use_one_code_one_is_let_in(kind, committed, reviewer):
    code = second_factor.renew_recovery_codes(reviewer)[0] if kind == "recovery code" else code_for(reviewer)
    let_in = [device for device in at_once(lambda: second_factor.verify(reviewer, code)) if device]
    assert len(let_in) == 1


def test_of_ten_set_up_at_once_one_is_left(committed, reviewer):
    made = at_once(lambda: second_factor.install(reviewer, second_factor.new_key())[0])
    assert TOTPDevice.objects.get() in made
    assert second_factor.recovery_codes_left(reviewer) == 10
