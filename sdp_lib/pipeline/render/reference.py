"""The reference document for Word documents, made from `theme/word/` in the project's look.

Its source is text; a logo is a picture in the header of the first page.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator

from sdp_lib.inputs.brand.logo import Drawing
from sdp_lib.pipeline.render.pictures import png_of
from sdp_lib.pipeline.render.project import Project
from sdp_lib.presentation.branded import in_word

REFERENCE = "reference.docx"
Part = tuple[zipfile.ZipInfo, bytes]
_LOGO = "<!-- logo -->"
_PICTURE = "word/media/logo.png"
_FIRST_HEADER = "header2.xml"
_HEIGHT = 14  # mm, as in page.typ
_A_MILLIMETRE = 36_000  # in the units of Word's drawings
_OFFICE = "http://schemas.openxmlformats.org"
_RELATED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="logo" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/image" Target="media/logo.png"/>'
    "</Relationships>"
)


def reference_document(project: Project) -> bytes:
    """Return the document from which Pandoc takes page size, styles, header and footer."""
    return zipped(_parts(project))


def zipped(parts: Iterator[Part]) -> bytes:
    """Return parts as a document; the same parts give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as whole:
        for part, content in parts:
            whole.writestr(part, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _parts(project: Project) -> Iterator[Part]:
    folder, style = project.word_parts, project.style
    shown = _shown(style.logo) if style.logo else ""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = in_word(path.read_text(encoding="utf-8"), style).replace(_LOGO, shown)
            yield zipfile.ZipInfo(f"word/{path.relative_to(folder).as_posix()}"), text.encode()
    if style.logo:
        yield zipfile.ZipInfo(f"word/_rels/{_FIRST_HEADER}.rels"), _RELATED.encode()
        yield zipfile.ZipInfo(_PICTURE), png_of(style.logo.svg, f"{_HEIGHT}mm")


def _shown(logo: Drawing) -> str:
    """Return a paragraph with the logo."""
    wide, high = (round(side * _HEIGHT * _A_MILLIMETRE) for side in (logo.width, 1))
    alt, drawn = html.escape(logo.alt), f"{_OFFICE}/drawingml/2006"
    return (
        '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{drawn}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="Logo" '
        f'descr="{alt}"/><a:graphic xmlns:a="{drawn}/main"><a:graphicData uri="{drawn}/picture">'
        f'<pic:pic xmlns:pic="{drawn}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="Logo"/>'
        "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip xmlns:r="{_OFFICE}/officeDocument/2006/relationships" r:embed="logo"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
