"""spaCy pipelines: which are installed, and loading one by its name."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language

from kgraph.errors import ModelError

NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
# Every word that the model's vectors know, three quarters of a million in en_core_web_md: half of the time to load it, and for nothing, as
# spaCy keeps the words of a text when it reads them and the labels of a component when it loads it.
_NOT_NEEDED = ("strings",)


def load_model(name: str) -> Language:
    """The installed spaCy pipeline of this name (a package or a folder).

    Needs an English pipeline with the components in NEEDED, as the official en_core_web_* have them. Raises ModelError, naming
    the English pipelines that are installed, where there is none of that name, and where it cannot do what is needed.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        try:
            nlp = spacy.load(name, exclude=_NOT_NEEDED)
        except (OSError, ImportError, ValueError, AttributeError) as error:
            raise ModelError(f"cannot load language model {name!r} ({_first_line(error)}); {_choices()}") from None
    if nlp.lang != "en":
        raise ModelError(f"language model {name!r} is for {nlp.lang!r}, not for English; {_choices()}")
    if missing := [part for part in NEEDED if part not in nlp.pipe_names]:
        raise ModelError(f"language model {name!r} has no {', '.join(missing)}; {_choices()}")
    return nlp


def installed_models() -> tuple[str, ...]:
    """The names of the English spaCy pipelines on the import path, sorted."""
    return tuple(sorted({path.parent.name for path in _meta_files() if _is_english(path)}))


def _meta_files() -> Iterator[Path]:
    for entry in sys.path:
        if entry and Path(entry).is_dir():
            yield from Path(entry).glob("*/meta.json")


def _is_english(meta: Path) -> bool:
    try:
        about = json.loads(meta.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.get("lang") == "en" and "spacy_version" in about


def _choices() -> str:
    names = installed_models()
    return f"choose from {', '.join(names)}" if names else "no English pipeline is installed"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
