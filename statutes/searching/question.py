"""A question -> its terms with their weights, the law's own words for it among them; pure."""

from statutes.searching.terms import LONGEST, asked, terms
from statutes.searching.thesaurus import SAYS

MOST = 80  # terms that are looked up
OF_THE_LAW = 0.25  # what a word of the law weighs that stands for a layman's, which weighs 1
LAY_WORDS = tuple((word, tuple(terms(legal))) for words, legal in SAYS.items() for word in words.split("|"))


def read_question(question: str) -> dict[str, float]:
    """The terms to look for, those of the question first: each weighs 1, those that are added OF_THE_LAW."""
    weighed = dict.fromkeys(asked(question), 1.0)
    for word, legal in LAY_WORDS:
        if word in question[:LONGEST]:
            for term in legal:
                weighed.setdefault(term, OF_THE_LAW)
    return dict(list(weighed.items())[:MOST])
