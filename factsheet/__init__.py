"""A news article in, a one-page brief out, every fact checked in the article's own words."""

__version__ = "0.1.0"
