"""Typed text, wherever people can type: it is shown as typed, and is never markup."""

import re
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from xml.etree import ElementTree
from zipfile import ZipFile

import nbformat
import pypdf
import pytest
from nbformat.v4 import new_code_cell
from support import QUARTER, Project, copy_project, read_csv, soup, words

pytestmark = pytest.mark.processes

HOSTILE = [
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "[click](javascript:window.hacked=1)",
    "</td></tr></table></main><h1>out of the table</h1>",
    "{{< env SDP_SECRET >}} {{< include ../secret.md >}} {{{< meta title >}}}",
    '#eval("1") #read("page.md") `#sys`{=typst} #[x] \\u{41} <label> @fig-1',
    "$x$ \\(y\\) $$z$$ \\textbf{w}",
    '```{=html} <b>raw</b> ``` ::: {.notice} ~~~ "quoted"',
    "*a* _b_ ~c~ ^d^ [@e] **f** -- ... 'g' 1. h - i # j + k | l",
    "&lt;script&gt; &amp; &#60; %3Cscript%3E \\x3c",
    '=HYPERLINK("http://elsewhere.example","x") +1 @SUM(1)',
    "https://elsewhere.example/x www.elsewhere.example a@elsewhere.example",
    "W" * 300,
    'see data:image/svg+xml;base64,AAAA and src="data:image/svg+xml;base64,AAAA"',
]
# Their bytes must do no harm; how they look is up to the reader's machine.
STRANGE = (
    "\u202eright to left\u202c zero\u200bwidth \U0001f600 \x07\x1b[31m \ufeff \u0301 \u2028 e\u0301"
)
COMMENTARY = "\n\n".join(
    [
        *HOSTILE[:4],
        "```{=html}\n<b onclick=x>raw</b>\n```",
        "::: {.notice}\nx\n:::",
        "# A heading",
        "![x](https://elsewhere.example/x.png)",
        '{{< env SDP_SECRET >}} `#eval("1")`{=typst}',
    ]
)
SECRET = "known-to-this-machine-only"  # noqa: S105 - it stands for any variable
SAID = ("progress", "issue_other", "issue_detail", "mitigation", "other_milestone_name")


# Every way in which an analyst's cell can show typed text.
OWN = [
    """#| tbl-cap: Own frame
import matplotlib.pyplot as plt
from html import escape
from IPython.display import HTML, Markdown, display
typed = report.data.returns.progress.tolist()
report.data.answers[["title", "progress", "issue_other"]]""",
    "\n".join(
        [
            "for text in typed:",
            "    display(Markdown(f'Said: {text}'), report.text(text))",
            "    display(HTML(f'<p>{escape(text)}</p>'))",
        ]
    ),
    "typed[0]",
    "report.table(report.data.returns[['progress']], caption=typed[0])",
    """#| fig-cap: Own figure
#| fig-alt: Bar chart of what was typed.
plt.barh([text[:40] for text in typed], range(len(typed)));""",
    "report.chart(plt.figure(), caption=typed[0], alt=f'A chart of {typed[0]}')",
]


def add_cells(path: Path) -> None:
    """Insert an analyst's cells before the last cell of a notebook."""
    notebook = nbformat.read(path, 4)
    notebook.cells[-1:-1] = map(new_code_cell, OWN)
    nbformat.write(notebook, path)


def hostile_row(row: dict[str, str], columns: tuple[str, ...]) -> dict[str, str]:
    """Put hostile texts into each column, a different one in each row, and strange characters."""
    start = int(row.get("id") or row["activity"])
    return {
        name: f"{HOSTILE[(start + place) % len(HOSTILE)]} {STRANGE} {start}"
        for place, name in enumerate(columns)
    }


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("quarto", marks=pytest.mark.quarto)]
)
def build(request, tmp_path_factory) -> tuple[Project, CompletedProcess[str]]:
    """A build of an outcome with hostile text wherever people can type."""
    if request.param == "quarto" and shutil.which("quarto") is None:
        pytest.skip("no quarto was found on the PATH: hostile text is not tried on it")
    project = copy_project(tmp_path_factory.mktemp("hostile"))
    for path, columns in (
        ("data/plans/2019-20/activities.csv", ("title", "lead", "director", "portfolio")),
        (f"data/returns/{QUARTER}.csv", SAID),
    ):
        project.rewrite(path, lambda row, columns=columns: hostile_row(row, columns))
    project.rewrite(
        "data/assurance/2019-20.csv",
        lambda row: hostile_row(row, ("title", "reference", "note")),
    )
    title = f"{HOSTILE[0]} {HOSTILE[4]} *b* `#sys`{{=typst}} $x$ \U0001f600"
    project.replace(
        "data/plans/2019-20/plan.yml",
        "Older and vulnerable residents are safe and supported with choices to live independently",
        title.replace('"', '\\"').replace("\\(", "\\\\("),
    )
    path = project.root / "data" / "commentary" / QUARTER / "outcome-3.md"
    path.write_text(
        f"## introduction\n\n{COMMENTARY}\n\n## risk\n\n{COMMENTARY}\n", encoding="utf-8"
    )
    add_cells(project.root / "notebooks/outcome.ipynb")
    chosen = ("--only", "outcome-3", "--renderer", request.param, "--formats", "html,pdf,docx")
    return project, project.sdp("report", QUARTER, *chosen, SDP_SECRET=SECRET)


@pytest.fixture(scope="module")
def hostile(build) -> Project:
    return build[0]


@pytest.fixture(scope="module")
def page(hostile):
    return soup(hostile.site / "outcome-3.html")


@pytest.fixture(scope="module")
def document(hostile) -> str:
    """The text of the PDF without white space, which depends on line ends."""
    reader = pypdf.PdfReader(hostile.site / "outcome-3.pdf")
    return squeezed("".join(one.extract_text() for one in reader.pages))


@pytest.fixture(scope="module")
def word_document(hostile) -> ElementTree.Element:
    """The main part of the Word document."""
    with ZipFile(hostile.site / "outcome-3.docx") as parts:
        return ElementTree.fromstring(parts.read("word/document.xml"))  # noqa: S314 - our own


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_page_and_documents_are_made(build):
    project, ended = build
    assert ended.returncode == 0, ended.stderr
    for ending in ("html", "pdf", "docx"):
        assert (project.site / f"outcome-3.{ending}").is_file()


def test_the_pages_have_only_elements_and_attributes_that_plain_ones_have(page, built):
    def used(page) -> set[tuple[str, str]]:
        return {(tag.name, name) for tag in page.find_all() for name in [*tag.attrs, ""]}

    # Commentary and Markdown may have emphasis and code; nothing else is new.
    plain = used(soup(built.site / "outcome-3.html"))
    markdown = {(name, "") for name in ("em", "strong", "li", "code", "s", "pre")}
    assert used(page) <= plain | markdown


def test_there_is_no_script_no_handler_and_no_address_that_runs(page):
    assert not page.find_all(["script", "iframe", "object", "embed", "form", "base"])
    for element in page.find_all():
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            assert not re.match(
                r"\s*(javascript|vbscript|data:text)", element.get(name, ""), re.IGNORECASE
            )


def test_no_page_links_to_or_loads_from_an_address_that_somebody_typed(page):
    links = [tag for tag in page.find_all(href=True) if "elsewhere.example" in tag["href"]]
    # The analyst may link in a commentary; nobody else can.
    assert not [link for link in links if not link.find_parent(class_="commentary")]
    assert not [
        one for one in page.find_all(src=True) if not one["src"].startswith("data:image/svg")
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_typed_text_is_on_the_page_as_it_was_typed(page, text):
    assert text in words(page.select_one(".body"))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_typed_text_is_in_the_document_as_it_was_typed(document, text):
    assert squeezed(text) in document


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_typed_text_is_in_the_word_document_as_it_was_typed(word_document, text):
    assert squeezed(text) in squeezed("".join(word_document.itertext()))


def test_the_charts_of_the_word_document_have_alternative_texts(word_document, page):
    alts = [element.get("descr", "") for element in word_document.iterfind(".//{*}docPr")]
    assert len(alts) == len(page.find_all("img"))
    assert all("chart" in alt.lower() for alt in alts)


def test_a_hostile_title_is_in_the_heading_as_it_was_typed(page):
    assert HOSTILE[0] in words(page.h1)
    assert HOSTILE[4] in words(page.h1)
    assert "\U0001f600" in words(page.h1)
    assert len(page.find_all("h1")) == 1


def test_nothing_of_the_machine_came_in_by_a_shortcode(hostile, document):
    shown = [path.read_text(encoding="utf-8") for path in hostile.site.rglob("*.html")]
    for text in [*shown, document]:
        assert SECRET not in text


def test_the_downloads_hold_no_formula(hostile):
    for path in [*hostile.output.rglob("*.csv")]:
        for row in read_csv(path):
            assert not [cell for cell in row.values() if re.match(r"[=@\t\r]|[+-]\D", cell)]
