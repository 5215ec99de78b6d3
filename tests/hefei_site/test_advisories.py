"""The gate falls for a known vulnerability that has a fix, and never for want of a network."""

import json

import pytest

from hefei_site.advisories import asked, audit, report_of

FIXED = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
UNFIXED = {"id": "PYSEC-2", "fix_versions": []}


def report(*vulns) -> str:
    return json.dumps({"dependencies": [{"name": "django", "version": "1.0", "vulns": list(vulns)}]})


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, (0, ["r.txt：连不上漏洞库，这一次没有检查依赖的已知漏洞。"])),
        (report(), (0, ["r.txt：1 个依赖，没有已知的、已有修正版本的漏洞。"])),
        (report(UNFIXED), (0, ["r.txt：1 个依赖，没有已知的、已有修正版本的漏洞。"])),
        (report(FIXED, UNFIXED), (1, ["r.txt：django 1.0 有已知漏洞 PYSEC-1，升级到 2.0 可以解决。"])),
    ],
)
def test_audit(said, expected):
    assert audit("r.txt", lambda: said) == expected


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo '{\"dependencies\": []}'; exit 1", '{"dependencies": []}\n'),  # it found something
        ("echo 'connection refused' >&2; exit 1", None),
        ("exit 0", None),
    ],
)
def test_asked(script, said, tmp_path):
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    assert asked("r.txt", str(program)) == said
    assert asked("r.txt", str(tmp_path / "none")) is None


@pytest.mark.parametrize(("vulns", "is_believed"), [([FIXED], True), ([], False)])
def test_a_feed_that_knows_nothing_is_none(vulns, is_believed, tmp_path):
    """A mirror of packages without advisories."""
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\necho '{report(*vulns)}'\n")
    program.chmod(0o755)
    assert report_of("r.txt", str(program)) == (report(*vulns) + "\n" if is_believed else None)
