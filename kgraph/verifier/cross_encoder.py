"""A second reader of claims: a small transformer that reads a claim in words against its sentence (docs/confidence.md).

It needs the extra ``verify`` (onnxruntime and tokenizers), which nothing else imports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kgraph.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_FOLDER = "verifier"
_MODEL, _TOKENIZER = "reader.onnx", "tokenizer.json"
_MOST_TOKENS, _BATCH = 176, 16
_MOST_CLAIM, _MOST_SENTENCE, _MOST_BEFORE = 400, 600, 100  # characters
_MARKS = "«", "»"


class Pair(NamedTuple):
    """What the cross-encoder reads: a claim in words, and the text that it is held against with the trigger between «»."""

    claim: str
    context: str

    @classmethod
    def of(cls, words: str, text: str, sentence: tuple[int, int], trigger: tuple[int, int]) -> Pair:
        """Of a claim in words; the sentence and the trigger are offsets of the text."""
        begin, end = sentence
        first, last = trigger
        opening, closing = _MARKS
        marked = text[begin:first] + opening + text[first:last] + closing + text[last:end]
        before = _plain(text[max(0, begin - 2 * _MOST_BEFORE) : begin])[-_MOST_BEFORE:]
        return cls(_plain(words)[:_MOST_CLAIM], f"{before} | {_plain(marked)[:_MOST_SENTENCE]}")


def _plain(words: str) -> str:
    return " ".join(words.split())


class CrossEncoder:
    """A BERT of six small layers, in eight-bit numbers, on one thread: processes share the machine, not the threads of each."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError where the extra is not installed, or the folder has no model."""
        self._session, self._tokenizer = _loaded(folder)

    def odds(self, pairs: Sequence[Pair]) -> list[float]:
        """The log odds of each pair that a reader calls the claim usable; they depend a little on which pairs come together."""
        read = self._tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(read)), key=lambda number: len(read[number].ids))
        found = [0.0] * len(read)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for number, odds in zip(batch, self._run([read[number] for number in batch]), strict=True):
                found[number] = odds
        return found

    def _run(self, batch: Sequence[Encoding]) -> Iterator[float]:
        shape = len(batch), max(len(each.ids) for each in batch)
        inputs = {name: np.zeros(shape, np.int64) for name in ("input_ids", "token_type_ids", "attention_mask")}
        for row, each in enumerate(batch):
            size = len(each.ids)
            inputs["input_ids"][row, :size] = each.ids
            inputs["token_type_ids"][row, :size] = each.type_ids
            inputs["attention_mask"][row, :size] = 1
        return map(float, self._session.run(None, inputs)[0])


def _loaded(folder: Path) -> tuple[InferenceSession, Tokenizer]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError:
        raise ModelError("verification needs onnxruntime and tokenizers; install kgraph[verify]") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        session = onnxruntime.InferenceSession(str(folder / _MODEL), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - both libraries raise bare exceptions of their own
        raise ModelError(f"the cross-encoder cannot be read: {error}", str(folder)) from None
    tokenizer.enable_truncation(_MOST_TOKENS)
    return session, tokenizer


@cache
def shipped_cross_encoder() -> CrossEncoder:
    """The cross-encoder that ships with kgraph, loaded once in a process. Raises ModelError."""
    return CrossEncoder(Path(str(files("kgraph") / "data" / _FOLDER)))
