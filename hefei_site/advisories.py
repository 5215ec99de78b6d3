"""What pip-audit says of the locked requirements, as a gate takes it: a fault only where a release without it exists."""

import json
import subprocess
import sys
from collections.abc import Callable
from tempfile import NamedTemporaryFile

CANARY = "django==2.2.0\n"  # of which dozens are known
PATIENCE = 180  # seconds
NO_FEED = "{file}：连不上漏洞库，这一次没有检查依赖的已知漏洞。"
CLEAN = "{file}：{count} 个依赖，没有已知的、已有修正版本的漏洞。"
FOUND = "{file}：{name} {version} 有已知漏洞 {id}，升级到 {fixed} 可以解决。"


def audit(file: str, run: Callable[[], str | None]) -> tuple[int, list[str]]:
    """Exit code and Chinese sentences for what `run` gives: pip-audit's JSON, None where no feed could be reached."""
    report = run()
    if report is None:
        return 0, [NO_FEED.format(file=file)]
    packages = json.loads(report)["dependencies"]
    found = [
        FOUND.format(
            file=file,
            name=one["name"],
            version=one["version"],
            id=known["id"],
            fixed=known["fix_versions"][0],
        )
        for one in packages
        for known in one.get("vulns", ())
        if known["fix_versions"]
    ]
    return (1, found) if found else (0, [CLEAN.format(file=file, count=len(packages))])


def asked(file: str, program: str) -> str | None:
    """The report of the program pip-audit on a file of requirements; nothing is installed for it."""
    command = [
        program,
        "--requirement",
        file,
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.stdout.startswith("{") else None


def report_of(file: str, program: str) -> str | None:
    """As asked(), but None where the feed knows nothing of a release that is known to be vulnerable: a mirror of packages
    answers, too, and says of everything that nothing is known."""
    with NamedTemporaryFile("w", suffix=".txt") as canary:
        canary.write(CANARY)
        canary.flush()
        known = asked(canary.name, program)
    return asked(file, program) if known and json.loads(known)["dependencies"][0].get("vulns") else None


if __name__ == "__main__":
    code, sentences = audit(sys.argv[1], lambda: report_of(*sys.argv[1:3]))
    print("\n".join(sentences))
    sys.exit(code)
