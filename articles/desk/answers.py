"""What invited colleagues have answered lately to somebody's invitations."""

from datetime import timedelta

from django.utils import timezone

from articles.models import PreviewAnswer
from firm.models import User

SHOWN = 10
LATELY = timedelta(days=14)


def to_invitations_of(user: User) -> list[PreviewAnswer]:
    """The newest SHOWN of the last LATELY, the newest first."""
    found = PreviewAnswer.objects.filter(
        invitation__created_by=user, answered_at__gte=timezone.now() - LATELY
    ).select_related("invitation__revision")
    return list(found.defer("invitation__revision__body").order_by("-pk")[:SHOWN])
