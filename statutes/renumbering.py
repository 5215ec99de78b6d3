"""Where the words of a provision stand in another version of its statute."""

from statutes.models import Provision, StatuteVersion

MOSTLY = 0.6  # of the fingerprints of the old words stand in the new provision
CLEARLY = 0.15  # … and so much more of them than in the provision of the old number


def moved(provision: Provision, to: StatuteVersion) -> Provision | None:
    """The provision of a version that now says what this one said under another number; None where it kept its number,
    or where its words are gone."""
    if not provision.shingles:
        return None
    candidates = to.provisions.filter(shingles__overlap=provision.shingles).select_related("version__statute")
    shared = {candidate.key: _share(provision, candidate) for candidate in candidates}
    best = max(candidates, key=lambda candidate: (shared[candidate.key], -candidate.number), default=None)
    if best is None or best.key == provision.key or shared[best.key] < MOSTLY:
        return None
    return best if shared[best.key] >= shared.get(provision.key, 0.0) + CLEARLY else None


def _share(provision: Provision, candidate: Provision) -> float:
    wanted = set(provision.shingles)
    return len(wanted & set(candidate.shingles)) / len(wanted)
