"""What a citation in an article links to, and the card of the provision's words that stands by it."""

from articles.models import StatuteReference
from articles.models.reference import Drift, anchor
from statutes.models import Provision

CARD_LENGTH = 300  # characters


def link_to(reference: StatuteReference) -> tuple[tuple[str, str], ...]:
    """The attributes of the link: to the provision's page, or to the statute's where no article is named."""
    provision = reference.provision
    if provision is None:
        return ("class", "cite"), ("href", reference.statute.get_absolute_url())
    return (
        ("class", "cite"),
        ("href", _address(reference)),
        ("data-law", anchor(reference.statute.pk, provision.key, 0)),
        ("data-text", _card(reference)),
    )


def _address(reference: StatuteReference) -> str:
    """The page of the words that were stood by: today's, or that of their version where they no longer apply."""
    provision, asked = reference.provision, ""
    if reference.drift and provision != reference.current:
        asked = f"?version={provision.version.promulgated_on:%Y-%m-%d}"
    return provision.get_absolute_url() + asked


def _card(reference: StatuteReference) -> str:
    """The words as they stood when the article was confirmed, and what has become of them since."""
    provision = reference.provision
    name = f"《{provision.version.statute.short_title}》{provision.address}"
    if not reference.drift:
        return _shortened(f"{name}　{provision.text}", CARD_LENGTH)
    if provision == reference.current:
        return _shortened(f"{name}（收录的文字在本文核对之后有更正）　{provision.text}", CARD_LENGTH)
    then = _shortened(f"{name}（本文核对时）　{provision.text}", CARD_LENGTH // 2)
    return f"{then}\n{_since(reference.drift, reference.current)}"


def _since(drift: str, current: Provision | None) -> str:
    if drift != Drift.REWORDED:
        return f"（{Drift(drift).label}）"
    return _shortened(f"现行条文　{current.text}", CARD_LENGTH // 2)


def _shortened(words: str, length: int) -> str:
    return words if len(words) <= length else words[:length] + "……"
