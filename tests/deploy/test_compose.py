"""compose.yaml: what each service may do, and that nothing secret stands in it."""

import pytest
from django.conf import settings
from ruamel.yaml import YAML

TEXT = (settings.BASE_DIR / "compose.yaml").read_text("utf-8")
WHOLE = YAML(typ="safe").load(TEXT)
SERVICES = WHOLE["services"]
ONCE = {"secrets", "migrate"}
FILES = ("SECRET_KEY", "DATABASE_URL", "POSTGRES_PASSWORD")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"]["max-size"] == "20m"
    assert "privileged" not in service
    assert "docker.sock" not in str(service)


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_secret_comes_from_files(name):
    environment = SERVICES[name].get("environment", {})

    assert not [key for key in FILES if key in environment]
    assert all(
        value.startswith("/secrets/")
        for key, value in environment.items()
        if key.endswith("_FILE") and key != "PGBACKREST_LOG_LEVEL_FILE"  # how much goes to a file, not which
    )


@pytest.mark.parametrize(
    ("name", "volumes"),
    [
        ("nginx", {"certificate:/secrets/certificate:ro", "media:/srv/media:ro"}),
        ("application", {"secrets_site:/secrets/site:ro", "media:/srv/media"}),
        ("run_due", {"secrets_site:/secrets/site:ro", "media:/srv/media", "told:/srv/told:ro"}),
        (
            "backup",  # reads what it saves, and writes the backup alone
            {
                "secrets_backup:/secrets/backup:ro",
                "database:/var/lib/postgresql/data:ro",
                "media:/srv/media:ro",
                "socket:/var/run/postgresql",
                "${BACKUP_FOLDER:-backup}:/srv/backup",
                "told:/srv/told",
            },
        ),
        (
            "migrate",
            {"secrets_site:/secrets/site:ro", "secrets_owner:/secrets/owner:ro"},
        ),  # alone the owner's
    ],
)
def test_each_service_sees_its_own_alone(name, volumes):
    assert set(SERVICES[name]["volumes"]) == volumes


def test_they_start_one_after_the_other():
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    done, healthy = "service_completed_successfully", "service_healthy"

    assert waits == {
        "secrets": {},
        "database": {"secrets": done},
        "migrate": {"database": healthy},
        "application": {"migrate": done, "database": healthy},
        "run_due": {"migrate": done, "database": healthy},
        "backup": {"database": healthy},
        "nginx": {"application": healthy},
    }
    assert {name for name, service in SERVICES.items() if service["restart"] == "no"} == ONCE


def test_only_nginx_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert SERVICES["database"]["networks"] == ["inside"]
    assert SERVICES["backup"]["network_mode"] == "none"
    assert WHOLE["networks"]["inside"] == {"internal": True}


def test_nobody_is_root():
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text("utf-8")
    stages = dockerfile.split("\nFROM ")

    assert [line for stage in stages for line in stage.splitlines() if line.startswith("USER")] == [
        "USER 999:999",
        "USER 101:101",
        "USER 10001:10001",
    ]
    assert SERVICES["database"]["user"] == SERVICES["backup"]["user"] == "999:999"
