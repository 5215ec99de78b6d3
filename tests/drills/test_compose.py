"""What the rehearsal of compose.yaml takes from the files that it rehearses."""

import pytest

from drills.compose_backup import told
from drills.compose_stack import filled_in
from drills.processes import DrillError


def test_what_brings_the_database_back_is_read_from_the_page():
    assert told("The whole to a moment") == [
        "cp -a /var/lib/postgresql/data /srv/backup/before",
        'pgbackrest --stanza=hefei --delta --type=time --target="$MOMENT" --target-action=promote restore',
    ]
    assert told("A new machine") == ["pgbackrest --stanza=hefei restore"]


def test_a_page_that_no_longer_says_it_ends_the_rehearsal():
    with pytest.raises(DrillError, match="nothing for Docker under 'Nowhere'"):
        told("Nowhere")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("${BACKUP_FOLDER:-backup}:/srv/backup", "backup:/srv/backup"),
        ("${SITE_URL:-https://${SITE:-localhost}}", "https://localhost"),  # one in the other
        ("$$(find /tmp)", "$(find /tmp)"),  # a dollar of the shell's
        ("${INDEXNOW_KEY:-}", ""),
    ],
)
def test_variables_have_the_values_that_compose_gives_them(text, meant):
    assert filled_in(text) == meant
