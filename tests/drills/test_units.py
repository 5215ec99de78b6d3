"""How unit files are read where systemd is not."""

from drills import units

TEXT = """# a comment
[Unit]
Description=Something

[Service]
Type=exec
Environment=A=1 B=%d/key
Environment=C=%i
LoadCredential=key:/etc/key
SystemCallFilter=one \\
  two
ExecStartPre=-/bin/false
ExecStart=/bin/echo 'two words' %I
ExecStart=
ExecStart=+/bin/echo "last" one
CapabilityBoundingSet=
"""


def test_keys_add_up_and_an_empty_one_forgets():
    unit = units.parse("some@15-main.service", TEXT)

    assert unit.all("Environment") == ["A=1 B=/run/credentials/some@15-main.service/key", "C=15-main"]
    assert unit.commands("ExecStart") == [(["/bin/echo", "last", "one"], False)]
    assert unit.commands("ExecStartPre") == [(["/bin/false"], True)]
    assert unit.all("CapabilityBoundingSet") == []
    assert unit.one("SystemCallFilter").split() == ["one", "two"]


def test_an_instance_knows_its_name():
    unit = units.parse("some@15-main.service", "ExecStart=/bin/echo %i %I")

    assert unit.commands("ExecStart") == [(["/bin/echo", "15-main", "15/main"], False)]


def test_what_is_added_to_a_unit_counts_after_it():
    """As systemd reads a folder NAME.d: its lines come later, lists grow."""
    unit = units.parse(
        "etcd.service",
        TEXT + "[Service]\nEnvironmentFile=-/etc/default/%p\nType=notify\nExecStartPre=/bin/more\n",
    )

    assert unit.one("Type") == "notify"
    assert unit.one("EnvironmentFile") == "-/etc/default/etcd"
    assert unit.commands("ExecStartPre") == [(["/bin/false"], True), (["/bin/more"], False)]
