"""A network of a rehearsal's own: only loopback, in which lines can be cut and made bad without touching anything outside."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from drills.processes import program

INSIDE = "HEFEI_DRILL_NETWORK"
TABLE = "hefei_drill"


def enter() -> None:
    """Begin this program anew in a network and a table of mounts of its own; needs root. Returns once inside."""
    if os.environ.get(INSIDE):
        subprocess.run([program("ip", package="iproute2"), "link", "set", "lo", "up"], check=True)
        return
    unshare = program("unshare", package="util-linux")
    command = [unshare, "--net", "--mount", sys.executable, "-m", *_module()]
    os.execve(unshare, command, os.environ | {INSIDE: "yes"})  # noqa: S606


@contextmanager
def cut(address: str) -> Iterator[None]:
    """While in the block nothing comes from or goes to an address: whoever asks there waits in vain, as of a machine that is gone."""
    with _rules(f"ip daddr {address} drop", f"ip saddr {address} drop"):
        yield


@contextmanager
def bad(ports: tuple[int, ...], percent: int) -> Iterator[None]:
    """While in the block so many of a hundred packets to and from some ports are lost: what is lost is sent again, later and later."""
    listed = ", ".join(map(str, ports))
    lost = f"numgen random mod 100 < {percent} drop"
    with _rules(f"tcp dport {{ {listed} }} {lost}", f"tcp sport {{ {listed} }} {lost}"):
        yield


@contextmanager
def _rules(*rules: str) -> Iterator[None]:
    body = "\n".join(rules)
    table = f"table inet {TABLE} {{\nchain input {{\ntype filter hook input priority 0;\n{body}\n}}\n}}\n"
    _nft("-f", "-", given=table)
    try:
        yield
    finally:
        _nft("delete", "table", "inet", TABLE)


def _nft(*arguments: str, given: str | None = None) -> None:
    subprocess.run([program("nft", package="nftables"), *arguments], input=given, text=True, check=True)


def _module() -> list[str]:
    spec = sys.modules["__main__"].__spec__
    return [spec.name.removesuffix(".__main__"), *sys.argv[1:]]
