import base64
import io
import re
import zipfile
from pathlib import Path

import pytest
import typst
import yaml
from support import QUARTER, ROOT, THEME, Project, copy_project

from sdp_lib.errors import InputError
from sdp_lib.inputs.brand.brand_file import Brand
from sdp_lib.inputs.brand.logo import read_drawing
from sdp_lib.inputs.brand.pairs import close_pairs
from sdp_lib.inputs.brand.style import brand_files, current_style, read_style
from sdp_lib.inputs.input_files import Sources
from sdp_lib.pipeline.plan.fingerprints import common_inputs
from sdp_lib.pipeline.plan.staleness import differences
from sdp_lib.pipeline.render.project import copy_assets, read_project
from sdp_lib.pipeline.render.reference import reference_document
from sdp_lib.presentation.branded import in_page, in_typst
from sdp_lib.presentation.charts import paired_bars
from sdp_lib.presentation.drawing import Words
from sdp_lib.presentation.fragments import Fragment, in_notebook
from sdp_lib.presentation.theme import current_look, register_fonts
from sdp_lib.publish.verify_build import copy_project as copy_elsewhere

pytestmark = pytest.mark.reports  # each makes whole projects

GREEN, NAVY = "#00563f", "#12436d"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><path d="M0 0h30v10z"/></svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"
)
FONT = f"{THEME}/fonts/SourceSans3-Regular.otf"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Project:
    """A copy of the project without its library, as the current folder."""
    project = copy_project(tmp_path, library=False)
    monkeypatch.chdir(tmp_path)
    return project


def write(project: Project, text: str) -> None:
    (project.root / "_brand.yml").write_text(text, encoding="utf-8")


def wrong(project: Project, text: str) -> str:
    write(project, text)
    with pytest.raises(InputError) as raised:
        read_style(project.root)
    return str(raised.value).replace(project.root.as_posix(), "")


def drawing(fragment: Fragment) -> str:
    """Return the picture of a chart."""
    return base64.b64decode(re.search(r"base64,([\w+/=]+)", str(fragment.html))[1]).decode()


def bars() -> Fragment:
    return paired_bars(Words("x", "Caption", "Alt"), ["A", "B"], [("Q1", [1, 2]), ("Q2", [2, 3])])


def content_of(pdf: bytes) -> bytes:
    """Return the drawing instructions of a PDF's pages."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return b"".join(page.Contents.read_bytes() for page in document.pages)


def test_one_colour_changes_it_on_pages_and_in_charts_documents_and_notebooks(project):
    house = drawing(bars())
    assert NAVY in house
    project.replace("_brand.yml", f'navy: "{NAVY}"', f'navy: "{GREEN}"')
    made = read_project(project.root)
    copy_assets(made, project.site)
    css = (project.site / "assets/page.css").read_text(encoding="utf-8")
    assert f"--field: {GREEN};" in css
    assert NAVY not in css
    assert f'fill="{GREEN}"' in (project.site / "assets/icon.svg").read_text(encoding="utf-8")
    template = (project.root / THEME / "page.html").read_text(encoding="utf-8")
    assert f'name="theme-color" content="{GREEN}"' in in_page(template, made.style)
    assert drawing(bars()) == house.replace(NAVY, GREEN)
    assert current_look().palette[0] == current_look().now == GREEN
    assert f"background:{GREEN}" in in_notebook("<p>x</p>")["text/html"]
    with zipfile.ZipFile(io.BytesIO(reference_document(made))) as parts:
        styles = parts.read("word/styles.xml").decode()
    assert GREEN[1:].upper() in styles
    assert NAVY[1:].upper() not in styles


def test_the_new_colour_is_what_a_pdf_is_painted_with(project):
    template = (project.root / THEME / "page.typ").read_text(encoding="utf-8")
    head, painted = template.partition("#let margin")[0], {}
    for colour in (NAVY, GREEN):
        write(project, f'color: {{primary: "{colour}"}}')
        code = f"{in_typst(head, read_style(project.root))}\n#rect(fill: navy)"
        painted[colour] = content_of(typst.compile(code.encode()))
    green = b"0 0.3372549 0.24705882"
    assert green in painted[GREEN]
    assert green not in painted[NAVY]


def test_a_colour_is_written_once_and_only_in_the_brand():
    """`#fff` is white, `#0000` no colour at all, and `#8886` grey on any theme of JupyterLab."""
    house, top = (ROOT / THEME / "_brand.yml", ROOT / "_brand.yml")
    assert house.read_bytes() == top.read_bytes(), "copy the one over the other"
    written = re.findall(r"#[0-9a-f]{3,6}\b", house.read_text(encoding="utf-8"))
    assert len(written) == len({*written}) > 50
    listed = [*(ROOT / "sdp_lib").rglob("*.*"), *(ROOT / "docs").glob("*.py"), ROOT / "_quarto.yml"]
    found = {}
    for path in listed:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in TEXTS and path != house:
            text = path.read_text(encoding="utf-8")
            if hits := {*LITERAL.findall(text)} - ALLOWED.get(name, set()):
                found[name] = hits
    assert found == {}


TEXTS = {".py", ".css", ".scss", ".html", ".lua", ".typ", ".svg", ".xml", ".js", ".yml", ".ipynb"}
LITERAL = re.compile(
    r"""(?<![&\w'/])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b"""
    r"""|\brgba?\(["\d]|(?<=[a-z]=")[0-9A-F]{6}(?=")"""
)
WHITE = {"#fff", "#ffffff"}
ALLOWED = {
    f"{THEME}/page.css": {*WHITE, "rgb(2"},  # white in part: rgb(255 255 255 / .3)
    f"{THEME}/notebook.css": {*WHITE, "#0000", "#8886"},
    f"{THEME}/icon.svg": WHITE,
    f"{THEME}/quarto.scss": WHITE,
    f"{THEME}/__init__.py": WHITE,
    "sdp_lib/collect/form_workbook.py": {"FFFFFF"},
    "sdp_lib/presentation/branded.py": {'rgb("'},  # in which a colour is put
    # examples of colours in messages
    "sdp_lib/inputs/brand/colours.py": {*WHITE, "#000", "#000000", "#12436d", "#767676", "#FFF"},
    "sdp_lib/inputs/brand/pairs.py": WHITE,
    "sdp_lib/inputs/brand/style.py": {"#12436d"},
    "docs/screens.py": {"#d9d9d9"},  # behind pages in a picture for the documentation
}


def test_a_project_without_a_brand_uses_the_default_one(project):
    ours = read_style(project.root)
    (project.root / "_brand.yml").unlink()
    assert read_style(project.root) == ours
    assert brand_files(project.root) == {}


def test_names_that_a_brand_omits_keep_their_default(project):
    house = read_style(project.root).colours
    write(project, 'color: {palette: {forest: "#00563F"}, primary: forest}\n')
    style = read_style(project.root)
    assert style["primary"] == style["link"] == style["chart-1"] == "#00563F"
    names = {name for name in house if house[name] != style[name]}
    assert names == {"primary", "link", "chart-1"}


def test_a_status_can_have_another_tone(project):
    write(project, 'color: {palette: {good-chart: "#004d40", good-text: "#003300"}}\n')
    assert current_look().tone("good").colour == "#004d40"
    assert current_look().tone("good").text == "#ffffff"  # which has more contrast on it
    copy_assets(read_project(project.root), project.site)
    css = (project.site / "assets/page.css").read_text(encoding="utf-8")
    assert ".tag-good { background: #cfe4dc; color: #003300; }" in css


def test_every_key_of_quartos_brand_format_is_let_through():
    text = """
    meta: {name: {full: Rivermouth, short: R}, link: https://example.org}
    color: {foreground: black, secondary: "#ccc", danger: "#900", light: white, dark: black}
    typography:
      fonts: [{family: Inter, source: google, weight: [400, 600], style: normal, display: swap}]
      base: {family: Arial, size: 11pt, weight: 400, line-height: 1.5}
      headings: {family: Inter, color: primary}
      monospace: Fira Code
      monospace-inline: {size: 0.9em}
      monospace-block: {background-color: light}
      link: {decoration: underline}
    logo: {images: {a: {path: a.svg, alt: A}, b: b.png}, small: b, medium: a}
    defaults: {bootstrap: {defaults: {enable-rounded: false}}}
    """
    brand = Brand.model_validate(yaml.safe_load(text))
    assert brand.typography.family == "Arial"
    logo = brand.logo.chosen
    assert (logo.path, logo.alt) == ("a.svg", "A")


def test_every_wrong_colour_is_reported_at_once_with_its_line(project):
    messages = wrong(
        project, "color:\n  palette:\n    quiet: greyish\n    a: b\n    b: a\n  primary: 3\n"
    )
    assert (
        "_brand.yml, line 3 (color.palette.quiet): 'greyish' cannot be used: it is neither"
        in messages
    )
    assert "line 4 (color.palette.a): 'b' cannot be used: names that lead" in messages
    assert "line 6 (color.primary): '3' cannot be used" in messages
    messages = wrong(project, "color:\n  primry: navy\n  link: {light: navy, dark: teal}\n")
    assert "line 2 (color.primry)" in messages
    assert "line 3 (color.link): this value cannot be used: one value is needed" in messages


@pytest.mark.parametrize(
    ("colours", "expected"),
    [
        ('{palette: {quiet: "#8a8a8a"}}', "captions and notes (quiet #8a8a8a on background #fff) "
         "has a contrast of 3.45 to 1, and WCAG 2.2 asks for 4.5 to 1"),
        ('{palette: {good-text: "#5cc9a0"}}', "a tag (good-text #5cc9a0 on good-ground #cfe4dc)"),
        ('{palette: {dark-quiet: "#333"}}', "captions and notes, on a dark screen (dark-quiet"),
        ('{primary: "#ffd200"}', "the title of a page (white on primary #ffd200)"),
        ('{palette: {firm: "#ddd"}}', "asks for 3 to 1"),
    ],
)  # fmt: skip
def test_colours_that_are_too_close_are_reported_with_their_ratio(project, colours, expected):
    messages = wrong(project, f"color: {colours}\n")
    assert expected in messages
    assert messages.startswith("/_brand.yml, line 1 (color.p")


def test_a_ratio_that_is_too_low_is_never_rounded_up_to_enough(project):
    messages = wrong(project, 'color: {palette: {quiet: "#777"}}\n')  # 4.478
    assert "a contrast of 4.47 to 1" in messages


def test_the_default_colours_have_enough_contrast(project):
    assert [*close_pairs(read_style(project.root).colours)] == []


def typeface(files: str) -> str:
    return (
        "typography:\n  base: Own Sans\n  fonts:\n"
        f"    - {{family: Own Sans, source: file, files: [{files}]}}\n"
    )


def test_a_typeface_in_files_is_that_of_pages_charts_pdf_and_word(project):
    folder = project.root / "brand"
    folder.mkdir()
    (folder / "own.otf").write_bytes((ROOT / FONT).read_bytes())
    write(project, typeface("{path: brand/own.otf, weight: 400..700}"))
    made = read_project(project.root)
    copy_assets(made, project.site)
    css = (project.site / "assets/page.css").read_text(encoding="utf-8")
    assert css.startswith('@font-face { font-family: "Own Sans"; src: url("fonts/own-1.otf")')
    assert "font-weight: 400 700;" in css
    assert '1rem/1.55 "Own Sans", "Report Sans", system-ui' in css
    assert (project.site / "assets/fonts/own-1.otf").is_file()
    assert folder in made.font_folders
    assert in_typst("(brand-typeface, 1)", made.style) == '("Own Sans", 1)'
    assert register_fonts() == "Source Sans 3"  # as the file itself says
    with zipfile.ZipFile(io.BytesIO(reference_document(made))) as parts:
        assert 'w:ascii="Own Sans"' in parts.read("word/styles.xml").decode()


def test_files_of_a_typeface_with_the_same_name_or_a_mark_in_it_are_all_beside_pages(project):
    for folder in ("upright", "slanted"):
        (project.root / folder).mkdir()
        (project.root / folder / "a#b.otf").write_bytes(folder.encode())
    both = "{path: 'upright/a#b.otf'}, {path: 'slanted/a#b.otf', style: italic}"
    write(project, typeface(both))
    copy_assets(read_project(project.root), project.site)
    css = (project.site / "assets/page.css").read_text(encoding="utf-8")
    for number, content in ((1, b"upright"), (2, b"slanted")):
        assert f'url("fonts/own-{number}.otf")' in css
        assert (project.site / f"assets/fonts/own-{number}.otf").read_bytes() == content


def test_a_typeface_that_is_only_named_is_asked_for_by_its_name(project):
    write(project, "typography: {base: {family: Gill Sans}}\n")
    copy_assets(read_project(project.root), project.site)
    css = (project.site / "assets/page.css").read_text(encoding="utf-8")
    assert '"Gill Sans", "Report Sans", system-ui' in css
    assert css.startswith("/*")
    assert register_fonts() == "Source Sans 3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (typeface("brand/missing.otf"), "line 4 (typography.fonts.0.files): 'brand/missing.otf' "
         "is not a file of this project"),
        (typeface("../own.otf"), "is not a file of this project"),
        (typeface("own.zip"), "'own.zip' is not a typeface"),
        (typeface("a.otf").replace("source: file", "source: google"), "Own Sans comes from google"),
        ('typography: {base: "x\\"; } body { color: red"}', "(typography.base"),
        ("logo: {medium: logo.svg}", "'logo.svg' is not a file of this project"),
    ],
)  # fmt: skip
def test_files_that_a_brand_names_must_exist(project, text, expected):
    assert expected in wrong(project, text)


def with_logo(project: Project, content: str | bytes, alt: str = "Crest & <b>") -> str:
    data = content if isinstance(content, bytes) else content.encode()
    (project.root / "logo.svg").write_bytes(data)
    return f"logo: {{images: {{crest: {{path: logo.svg, alt: '{alt}'}}}}, medium: crest}}\n"


def test_a_logo_is_on_the_front_page_and_on_first_pages_with_its_words(project):
    write(project, with_logo(project, LOGO))
    made = read_project(project.root)
    template = (project.root / THEME / "page.html").read_text(encoding="utf-8")
    assert '$if(front)$<p class="logo"><img src="data:image/svg+xml;base64,' in in_page(
        template, made.style
    )
    assert 'alt="Crest &amp; &lt;b&gt;"' in in_page(template, made.style)
    code = in_typst("brand-logo", made.style)
    assert 'alt: "Crest & <b>"' in code
    assert typst.compile(f"#{code}".encode(), format="png").startswith(PNG[:8])
    with zipfile.ZipFile(io.BytesIO(reference_document(made))) as parts:
        assert parts.read("word/media/logo.png").startswith(PNG[:8])
        assert 'descr="Crest &amp; &lt;b&gt;"' in parts.read("word/header2.xml").decode()
        assert "<w:drawing>" not in parts.read("word/header1.xml").decode()


def test_without_a_logo_there_is_no_empty_space(project):
    made = read_project(project.root)
    template = (project.root / THEME / "page.html").read_text(encoding="utf-8")
    assert "$if(front)$$endif$<h1" in in_page(template, made.style)
    with zipfile.ZipFile(io.BytesIO(reference_document(made))) as parts:
        assert not [name for name in parts.namelist() if "media" in name]
        assert "logo" not in parts.read("word/header2.xml").decode()


def test_a_png_is_a_drawing_too(tmp_path):
    (tmp_path / "logo.png").write_bytes(PNG)
    logo = read_drawing(tmp_path / "logo.png", "Crest")
    assert 'viewBox="0 0 2 1"' in logo.svg
    assert logo.width == 2.0


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (LOGO.replace("<path", "<script/><path"), "it has <script>"),
        (LOGO.replace("<path", '<image href="https://example.org/a.png"/><path'), "a link to"),
        (LOGO.replace("<path", '<path onclick="x()"'), "the attribute onclick"),
        (LOGO.replace("<path", "<style>@import 'a.css'</style><path"), "an address in its style"),
        (LOGO.replace("<path", '<path fill="url(https://example.org/a)"'), "the attribute fill"),
        (LOGO.replace(' viewBox="0 0 30 10"', ""), "it does not say its size"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + LOGO, "it declares entities"),
        (LOGO.replace("0 0 30 10", "0 0 0 0"), "it does not say its size"),
        (LOGO.replace("0 0 30 10", "0 0 inf 1"), "it does not say its size"),
        (b"GIF89a", "it is neither SVG nor PNG"),
        (b" " * 500_001, "it is larger than 500 kB"),
    ],
)
def test_a_logo_that_is_not_self_contained_is_refused(project, content, expected):
    assert expected in wrong(project, with_logo(project, content))


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n' + LOGO,
        LOGO.replace("<path", '<path fill="url( #g)"'),
        LOGO.replace("<path", "<path fill=\"url('#g')\""),
        LOGO.replace("<path", "<path fill='url(\"#g\")'"),
    ],
)
def test_a_logo_as_drawing_programs_write_it_is_taken(tmp_path, content):
    (tmp_path / "logo.svg").write_text(content, encoding="utf-8")
    assert read_drawing(tmp_path / "logo.svg", "Crest").width == 3.0


def test_a_logo_needs_words(project):
    assert "'logo.svg' has no words" in wrong(project, with_logo(project, LOGO, ""))


def test_a_brand_and_what_it_names_are_inputs_of_every_report(project):
    folders = (project.root / name for name in ("data", "params", "notebooks"))
    sources = Sources(project.root, *folders)
    write(project, with_logo(project, LOGO))
    before = common_inputs(sources)
    assert {"_brand.yml", "logo.svg"} <= {*before}
    (project.root / "logo.svg").write_text(LOGO.replace("M0 0", "M1 0"), encoding="utf-8")
    assert differences(before, common_inputs(sources)) == ["logo.svg changed"]
    copied = copy_elsewhere(sources, project.root / "elsewhere")
    assert (copied.root / "logo.svg").is_file()
    write(project, "color: [no, brand]\n")  # so that `sdp status` can say that it has changed
    assert "_brand.yml changed" in differences(before, common_inputs(sources))


def test_a_change_is_read_without_a_new_process(project):
    assert current_style()["primary"] == NAVY
    write(project, f'color: {{primary: "{GREEN}"}}\n')
    assert current_style()["primary"] == GREEN


def test_sdp_check_reports_problems_in_the_brand(project, monkeypatch):
    from sdp_lib.cli.check import planned_reports
    from sdp_lib.inputs.quality.check import check_quarter
    from sdp_lib.periods import Period

    write(project, 'color: {primary: "#ffd200"}\n')
    folders = Path("data"), Path("params")
    checked = check_quarter(
        *folders, Period.parse(QUARTER), planned_reports(project.root, *folders)
    )
    assert any("(white on primary #ffd200)" in str(problem.problem) for problem in checked.errors)
