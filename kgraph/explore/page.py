"""The HTML: the template with its style, its scripts and its data, under a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import json

from kgraph.explore.assets import asset, script, vis


def page(data: object, *, served: bool = False) -> str:
    """The page of some data; a served one may ask its own server, a file may ask nobody."""
    parts = {
        "policy": policy(served=served),
        "style": asset("page.css"),
        "vis": vis(),
        "script": script(),
        "data": _embedded(data),
    }
    head, *rest = asset("page.html").split("{{")
    return head + "".join(parts[name] + following for name, _, following in (part.partition("}}") for part in rest))


def policy(*, served: bool) -> str:
    """The page's Content-Security-Policy."""
    asks = "connect-src 'self'; " if served else ""
    return (
        f"default-src 'none'; {asks}img-src data:; style-src '{_digest(asset('page.css'))}'; "
        f"script-src '{_digest(vis())}' '{_digest(script())}'; base-uri 'none'; form-action 'none'"
    )


def _embedded(data: object) -> str:
    """JSON that is safe inside a script element: nothing in it can end the element or start another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
