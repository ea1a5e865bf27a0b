"""An article survives the round trip through the ledger."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from factsheet.batch.ledger import key_of, pack, unpack
from factsheet.readers import read_article
from factsheet.records import Article, Paragraph


def test_a_real_article_comes_back_as_it_was(fixtures):
    """Packing and unpacking a fixture loses nothing."""
    article = read_article(fixtures / "articles" / "versailles.txt")
    assert unpack(pack(article)) == article


@given(st.text(st.characters(exclude_categories=())), st.tuples(st.text(), st.text()))
def test_any_text_comes_back(text, keywords):
    """Lone surrogates, NULs and empty texts survive."""
    article = Article(text, (Paragraph(0, len(text), "body", 1),), keywords=keywords)
    assert unpack(pack(article)) == article


def test_the_key_is_of_what_was_read_and_not_of_where():
    """The same article from two files has one key; a new version has another."""
    article = Article("Text.", (Paragraph(0, 5, "body", 1),), slug="story", version="1", source="a.txt")
    assert key_of(article) == key_of(replace(article, source="b.txt"))
    assert key_of(article) != key_of(replace(article, version="2"))
