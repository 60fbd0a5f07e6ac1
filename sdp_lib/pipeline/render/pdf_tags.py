"""Tags of PDFs that Typst cannot write: row headers of tables."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf

# Two threads in pikepdf at once can crash a process that has an audit hook.
_ALONE = threading.Lock()


def with_row_headers(document: bytes) -> bytes:
    """Return a PDF in which the first cell of each table row is tagged as the row's header.

    Pages do the same for every table of more than one column (`table.html`). The same document
    gives the same bytes.
    """
    import pikepdf

    written = io.BytesIO()
    with _ALONE, pikepdf.open(io.BytesIO(document)) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TBody":
                for row in _children(element):
                    _head(_children(row))
        pdf.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return written.getvalue()


def _head(cells: list[Any]) -> None:
    """Make the first of several cells the header of the others."""
    import pikepdf

    if len(cells) < 2:
        return
    for cell in cells:
        # A list of headers would stop screen readers from searching the row; scopes do not.
        attributes = _table_attributes(cell)
        if "/Headers" in attributes:
            del attributes["/Headers"]
    cells[0].S = pikepdf.Name.TH
    _table_attributes(cells[0]).Scope = pikepdf.Name.Row


def _table_attributes(cell: pikepdf.Dictionary) -> Any:
    """Return a cell's table attributes, creating them if there are none."""
    import pikepdf

    attributes = _listed(cell.get("/A"))
    for found in attributes:
        if found.get("/O") == "/Table":
            return found
    cell.A = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table), *attributes])
    return cell.A[0]


def _children(element: pikepdf.Dictionary) -> list[Any]:
    """Return the elements below an element."""
    import pikepdf

    found = _listed(element.get("/K"))
    return [child for child in found if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def _listed(value: Any) -> list[Any]:
    """Return values that a PDF may write as a single value or as an array."""
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
