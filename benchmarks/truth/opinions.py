"""What the cross-encoder says of all claims about articles that are not held out: a teacher of the weights (docs/confidence.md).

Readers have judged a third of these claims; the cross-encoder learned from them, and has an opinion of the others too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.truth.claims import as_claimed
from benchmarks.truth.corpus import Corpus, Page, distinct
from benchmarks.truth.parsed import Parses
from kgraph.build.state import kept
from kgraph.disk import opened
from kgraph.lexicon import shipped_lexicon
from kgraph.verifier import features
from kgraph.verifier.claim import Claim
from kgraph.verifier.cross_encoder import Pair, shipped_cross_encoder
from kgraph.verifier.weights import probability
from kgraph.verifier.words import sentence

_MODEL = Path(__file__).resolve().parents[2] / "kgraph" / "data" / "verifier" / "reader.onnx"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A claim by its features, its article, and the probability that it is usable, as the cross-encoder says."""

    seen: dict[str, float]
    article: str
    usable: float


def opinions(sources: Sequence[Path], cache: Path) -> Iterator[Opinion]:
    """The opinions of all claims that the program makes about the articles that are not held out."""
    pages = {page.id: page for page in Corpus(tuple(sources), cache, 2).pages() if not page.is_held_out}
    odds = _kept_odds(list(pages.values()), cache)
    lexicon = shipped_lexicon()
    articles = [article for article in distinct(sources) if article.id in pages]
    for article, doc in Parses.below(cache).docs(articles):
        for made, said in zip(pages[article.id].claims, odds[article.id], strict=True):
            yield Opinion(features(as_claimed(made.claim, lexicon), doc), article.id, probability(said))


def _kept_odds(pages: Sequence[Page], cache: Path) -> dict[str, list[float]]:
    """The cross-encoder's log odds of each article's claims, asked once."""
    name = f"opinions-{_digest(pages)}.msgpack"
    with opened(cache, among=True) as folder:
        found = kept(folder, name, dict[str, list[float]])
        if found is None:
            found = {page.id: shipped_cross_encoder().odds(_pairs(page)) for page in pages if page.claims}
            folder.write(name, msgspec.msgpack.encode(found))
    return {page.id: found.get(page.id, []) for page in pages}


def _digest(pages: Sequence[Page]) -> str:
    """Of what is asked and who answers."""
    claims = msgspec.msgpack.encode([(page.id, page.claims) for page in pages])
    return hashlib.sha256(_MODEL.read_bytes() + claims).hexdigest()[:24]


def _pairs(page: Page) -> list[Pair]:
    lexicon = shipped_lexicon()
    claims: list[Claim] = [as_claimed(made.claim, lexicon) for made in page.claims]
    return [
        Pair.of(sentence(claim, page.text, lexicon), page.text, made.sentence, claim.trigger)
        for claim, made in zip(claims, page.claims, strict=True)
    ]
