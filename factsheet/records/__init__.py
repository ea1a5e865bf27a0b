"""The records of the program: frozen values that the steps exchange.

All offsets are code points into `Article.text`, half open: `text[start:end]`.
"""

from factsheet.records.article import BODY_ZONES, Article, Chunk, Paragraph, Span, Zone, overlap
from factsheet.records.calls import Completion, Message, Request, Usage
from factsheet.records.facts import (
    Difference,
    Draft,
    Evidence,
    Facts,
    Finding,
    Json,
    Level,
    Match,
    Standing,
    StandingName,
)
from factsheet.records.sheet import FactSheet, Provenance, Review

__all__ = [
    "BODY_ZONES",
    "Article",
    "Chunk",
    "Completion",
    "Difference",
    "Draft",
    "Evidence",
    "FactSheet",
    "Facts",
    "Finding",
    "Json",
    "Level",
    "Match",
    "Message",
    "Paragraph",
    "Provenance",
    "Request",
    "Review",
    "Span",
    "Standing",
    "StandingName",
    "Usage",
    "Zone",
    "overlap",
]
