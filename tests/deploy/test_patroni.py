"""Patroni's template: filled in it is YAML that keeps to Patroni's own rules and to ours."""

import re
from string import Template

import pytest
from django.conf import settings
from ruamel.yaml import YAML

FOLDER = settings.BASE_DIR / "deploy/patroni"
TEMPLATE = (FOLDER / "patroni.yml").read_text("utf-8")
NAMES = set(re.findall(r"\$\{(\w+)\}", TEMPLATE))


@pytest.fixture(scope="module")
def filled():
    """With values as hard on YAML as passwords and commands are."""
    values = {name: f"{name.lower()}" for name in NAMES} | {
        "MAX_CONNECTIONS": "100",
        "ARCHIVE_COMMAND": "pgbackrest --stanza=hefei archive-push %p",
        "PATRONI_PASSWORD": "a: b # c",
        "WATCHDOG": "off",
    }
    return YAML(typ="safe").load(Template(TEMPLATE).substitute(values))


def test_the_waiting_times_keep_to_patronis_rule(filled):
    dcs = filled["bootstrap"]["dcs"]

    assert dcs["ttl"] == 20  # the least that Patroni takes
    assert dcs["loop_wait"] + 2 * dcs["retry_timeout"] <= dcs["ttl"]


def test_no_acknowledged_write_has_one_copy_only(filled):
    dcs = filled["bootstrap"]["dcs"]
    parameters = dcs["postgresql"]["parameters"]

    assert (dcs["synchronous_mode"], dcs["synchronous_mode_strict"], dcs["synchronous_node_count"]) == (
        True,
        True,
        1,
    )
    assert parameters["synchronous_commit"] == "on"
    assert "synchronous_standby_names" not in parameters  # it is Patroni's to write
    assert "data-checksums" in filled["bootstrap"]["initdb"]


def test_nobody_comes_in_without_a_password_but_the_machine_itself(filled):
    rules = [rule.split() for rule in filled["postgresql"]["pg_hba"]]

    assert {rule[-1] for rule in rules if rule[0] != "local"} == {"scram-sha-256"}
    assert [rule for rule in rules if rule[0] == "local"] == [["local", "all", "postgres", "peer"]]


def test_values_stay_as_they_are(filled):
    assert filled["restapi"]["authentication"]["password"] == "a: b # c"
    assert (
        filled["postgresql"]["parameters"]["archive_command"] == "pgbackrest --stanza=hefei archive-push %p"
    )
    assert filled["watchdog"]["mode"] == "off"  # and not false


def test_every_placeholder_is_explained():
    table = (FOLDER / "README.md").read_text("utf-8").partition("| placeholder |")[2].partition("\n\n")[0]
    explained = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1] if "|" in row else "")
    }
    of_etcd = set(re.findall(r"\$\{(\w+)\}", (FOLDER / "etcd.env").read_text("utf-8")))

    assert explained == NAMES | of_etcd
