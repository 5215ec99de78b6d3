"""The tables of the writing, one aggregate a file."""

from articles.models.approval import Approval
from articles.models.archive import ImportedItem, ImportRun, OldAddress, WaitingArticle
from articles.models.article import Article
from articles.models.column import Column
from articles.models.comment import ReviewComment
from articles.models.copies import ArticleSketch, CopyMember, CopyStar, StockSentence
from articles.models.failure import Failure
from articles.models.image import Image, ImageUse
from articles.models.invitation import PreviewAnswer, PreviewInvitation
from articles.models.link import ArticleLink
from articles.models.lint import LintAnswer, LintRule
from articles.models.notice import CopyrightNotice
from articles.models.presence import EditingPresence
from articles.models.push import Engine, Push, PushQuota
from articles.models.reference import StatuteReference
from articles.models.related import RelatedArticle
from articles.models.revision import Revision
from articles.models.search import KeywordPosting, SearchDocument, SearchStatistics, SearchTask, SearchTerm
from articles.models.stored_page import PageChange, StoredPage
from articles.models.tag import Tag, TaggedArticle
from articles.models.working_copy import WorkingCopy

__all__ = [
    "Approval",
    "Article",
    "ArticleLink",
    "ArticleSketch",
    "Column",
    "CopyMember",
    "CopyStar",
    "CopyrightNotice",
    "EditingPresence",
    "Engine",
    "Failure",
    "Image",
    "ImageUse",
    "ImportRun",
    "ImportedItem",
    "KeywordPosting",
    "LintAnswer",
    "LintRule",
    "OldAddress",
    "PageChange",
    "PreviewAnswer",
    "PreviewInvitation",
    "Push",
    "PushQuota",
    "RelatedArticle",
    "ReviewComment",
    "Revision",
    "SearchDocument",
    "SearchStatistics",
    "SearchTask",
    "SearchTerm",
    "StatuteReference",
    "StockSentence",
    "StoredPage",
    "Tag",
    "TaggedArticle",
    "WaitingArticle",
    "WorkingCopy",
]
