"""Many rows by COPY."""

import pytest

from articles.archive.copy_in import copy_in
from articles.models import WaitingArticle

pytestmark = pytest.mark.django_db


def test_what_is_wrong_with_a_row_is_said_and_not_that_the_stream_broke():
    with pytest.raises(TypeError, match="expected a number"):
        copy_in([WaitingArticle(article_id=object())])
