"""A logo as a self-contained drawing: SVG as it is, and PNG wrapped in SVG."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # late, since only some projects need it
    from xml.etree.ElementTree import Element

LARGEST_BYTES = 500_000
_PNG = b"\x89PNG\r\n\x1a\n"
_ADDRESS = re.compile(r"url\((?!\s*['\"]?\s*#)|@import|expression\(", re.IGNORECASE)
_UNIT = re.compile(r"(px|pt|mm)$")
_LIVE = ("script", "foreignObject", "handler", "animate", "set", "iframe")
_LINKS = ("href", "src")


@dataclass(frozen=True)
class Drawing:
    """A logo: SVG, its width by its height, and the words for those who cannot see it."""

    svg: str
    width: float
    alt: str

    @property
    def address(self) -> str:
        """The drawing as an address that a page can show without another file."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode()}"


def read_drawing(path: Path, alt: str) -> Drawing:
    """Read a logo; `ValueError` says why it cannot be shown."""
    content = path.read_bytes()
    if len(content) > LARGEST_BYTES:
        raise ValueError("it is larger than 500 kB")
    if content.startswith(_PNG):
        return _wrapped(content, alt)
    root = _parsed(content)
    if root is None or _name(root.tag) != "svg":
        raise ValueError("it is neither SVG nor PNG")
    if reaching := next(_reaching(root), ""):
        raise ValueError(f"it is not self-contained: it has {reaching}")
    return Drawing(content.decode("utf-8-sig").strip(), _width(root), alt)


def _parsed(content: bytes) -> Element | None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(content)
    except DefusedXmlException:
        raise ValueError("it declares entities: save it as plain SVG") from None
    except (ParseError, ValueError):
        return None
    return root


def _wrapped(png: bytes, alt: str) -> Drawing:
    width, height = (int.from_bytes(png[place : place + 4]) for place in (16, 20))
    if not width or not height:
        raise ValueError("it is not a whole PNG")
    data = base64.b64encode(png).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
    return Drawing(svg, width / height, alt)


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _reaching(root: Element) -> Iterator[str]:
    """Yield what acts, or refers to something outside the drawing."""
    for element in root.iter():
        name = _name(element.tag)
        if name in _LIVE:
            yield f"<{name}>"
        if name == "style" and _ADDRESS.search(element.text or ""):
            yield "an address in its style"
        for attribute, value in element.attrib.items():
            inside = value.startswith(("#", "data:image/png;", "data:image/jpeg;"))
            if _name(attribute) in _LINKS and not inside:
                yield f"a link to {value[:40]!r}"
            elif _name(attribute).startswith("on") or _ADDRESS.search(value):
                yield f"the attribute {_name(attribute)}"


def _width(root: Element) -> float:
    """Return the width of an SVG by its height; `ValueError` if it does not say so."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sizes = box[2:] or [_UNIT.sub("", root.get(side, "")) for side in ("width", "height")]
    with suppress(ValueError):  # they are not two numbers
        width, height = map(float, sizes)
        if 0 < width < inf and 0 < height < inf:
            return width / height
    raise ValueError("it does not say its size: it needs a viewBox")
