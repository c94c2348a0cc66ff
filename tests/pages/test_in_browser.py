"""Nothing of a submission runs in a real browser: neither in formgrader's page nor on the feedback page."""

import mimetypes
import re
from pathlib import Path

import pytest
from nbformat import v4
from traitlets.config import Config

from softmark.model import CellResult, CheckResult, Event, EventKind, FitRecord, State
from softmark.pages import (
    CellKind,
    FeedbackCell,
    FeedbackPage,
    clean_notebook,
    panel_output,
    render_feedback,
)

pytestmark = [
    pytest.mark.browser,
    # nbformat repairs missing cell ids of the uncleaned notebook, and says so.
    pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning"),
    # The uncleaned notebook names a language and holds outputs that nbconvert doesn't know.
    pytest.mark.filterwarnings("ignore:No lexer found for language:UserWarning"),
    pytest.mark.filterwarnings("ignore:Your element with mimetype:UserWarning"),
    # nbconvert says so of pictures that have no description, as students' don't.
    pytest.mark.filterwarnings("ignore:.*alt.*:UserWarning"),
]

MATHJAX = Path("/usr/share/javascript/mathjax")
HOME = "http://course.test"
PAGE = f"{HOME}/page"

# Every way in which the corpus shows that it ran ends here, also when the page is left.
SPY = """
Object.defineProperty(window, 'pwned', {get: () => 0, set: () => spy('ran')});
window.alert = window.confirm = window.prompt = () => spy('dialog');
"""
LOOK = """
selector => {
  const inside = root => [...document.querySelectorAll(root)].flatMap(box => [...box.querySelectorAll('*')]);
  const all = inside(selector);
  const bad = ['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'INPUT', 'BUTTON', 'LINK', 'META', 'BASE',
               'TEMPLATE', 'TEXTAREA', 'SELECT', 'VIDEO', 'AUDIO', 'svg'];
  return {
    elements: all.length,
    // MathJax keeps each formula's TeX in a script of a type that browsers don't know.
    tags: all.filter(e => !/^math\\/tex/.test(e.getAttribute('type'))).map(e => e.tagName)
             .filter(tag => bad.includes(tag)),
    handlers: all.flatMap(e => [...e.attributes]).map(a => a.name).filter(name => name.startsWith('on')),
    links: all.filter(e => e.hasAttribute('href')).map(e => e.getAttribute('href'))
              .filter(href => !/^(https?:|mailto:|#)/.test(href)),
    sources: all.filter(e => e.hasAttribute('src')).map(e => e.src)
                .filter(src => !/^data:image\\/(png|jpeg);base64,/.test(src)),
    ids: all.map(e => e.id).filter(id => /grade-1|formgrader|base_url/.test(id)),
    classes: all.map(e => e.getAttribute('class') || '')
                .filter(c => /full-credit|score|tabbable|nbgrader_cell|hot/.test(c)),
    placed: all.filter(e => ['fixed', 'absolute', 'sticky'].includes(getComputedStyle(e).position)
                            && !e.closest('.MathJax, .MathJax_CHTML, .MJX_Assistive_MathML, .mjx-chtml')).length,
  };
}
"""
NOTHING = {
    "tags": [], "handlers": [], "links": [], "sources": [], "ids": [], "classes": [], "placed": 0,
}  # fmt: skip


class Visit:
    """One page, opened without a network: all that it asks for is answered from this machine, or noted."""

    def __init__(self, page, html):
        self.page, self.html = page, html
        self.ran, self.asked = [], []
        page.expose_function("spy", lambda what: self.ran.append(what))
        page.add_init_script(SPY)
        page.on("dialog", lambda dialog: (self.ran.append("dialog"), dialog.dismiss()))
        page.route("**/*", self.answer)
        page.goto(PAGE, wait_until="load")

    def answer(self, route):
        url = route.request.url
        local = self.file(url)
        if url == PAGE:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif local is not None:
            kind = mimetypes.guess_type(local.name)[0] or "text/plain"
            route.fulfill(body=local.read_bytes(), content_type=kind)
        elif url.startswith(f"{HOME}/formgrader/api/"):
            route.fulfill(body="[]", content_type="application/json")
        else:
            if not re.match(r"https://(cdnjs\.cloudflare\.com|cdn\.jsdelivr\.net|unpkg\.com)/", url):
                self.asked.append(url)
            route.abort()

    def file(self, url):
        from nbgrader.server_extensions.formgrader import handlers

        path = url.split("?")[0]
        if path.startswith(f"{HOME}/formgrader/static/"):
            found = Path(handlers.static_path) / path.removeprefix(f"{HOME}/formgrader/static/")
        elif "/mathjax/" in path:
            found = MATHJAX / re.sub(r"^.*/mathjax/[\d.]+/", "", path)
        else:
            return None
        return found if found.is_file() else None

    def provoke(self):
        """What a person may do: hover, open, focus and click whatever is there."""
        self.page.evaluate(
            """() => {
              for (const e of document.querySelectorAll('body *')) {
                for (const kind of ['mouseover', 'focus', 'toggle', 'animationstart']) e.dispatchEvent(new Event(kind));
              }
              for (const a of document.querySelectorAll('.hot, a[href^="java"], .MathJax_CHTML a')) a.click();
            }"""
        )
        # One more turn of the event loop, so that what was provoked has happened.
        self.page.evaluate("() => new Promise(done => setTimeout(done, 50))")


@pytest.fixture(scope="module")
def browser(chromium):
    """Chromium without a profile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def visit(browser):
    """Opens HTML as a page of the course's server."""
    contexts = []

    def open_page(html):
        contexts.append(browser.new_context())
        return Visit(contexts[-1].new_page(), html)

    yield open_page
    for context in contexts:
        context.close()


def formgrader_page(notebook):
    """The notebook as formgrader shows it, with a MathJax that isn't in its safe mode."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers

    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {
        "assignment_id": "ps1", "notebook_id": "p1", "submission_id": "s1", "index": 0, "total": 1, "base_url": HOME,
        "student": "bitdiddle", "last_name": "B", "first_name": "B", "notebook_path": "/",
    }  # fmt: skip
    html, _resources = HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)
    return html.replace("latest.js?config=TeX-AMS_CHTML-full,Safe", "MathJax.js?config=TeX-AMS_CHTML-full")


def wait_for_mathjax(page):
    """All formulas are typeset; without MathJax on this machine there is nothing to wait for."""
    if MATHJAX.is_dir():
        page.wait_for_function(
            "() => window.MathJax && MathJax.Hub && MathJax.Hub.queue.pending === 0 && MathJax.isReady"
        )


def result(message="", line="It works."):
    check = CheckResult("test_x", line, State.FAILED, 0, 2, message=message, detail=message)
    return CellResult("t1", 2, (check,))


def test_the_corpus_does_run_in_formgrader_if_it_is_not_cleaned(visit, hostile):
    """Stock behaviour, so that the next test can fail: scripts run and requests leave."""
    notebook = hostile()
    # These end the page or its export before the others are seen.
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" or not re.search(r"attachment:|http-equiv|plaintext|xmp", cell.source)
    ]
    for cell in notebook.cells:
        cell.outputs = [
            output
            for output in cell.get("outputs", [])
            if not re.search("http-equiv|plaintext|<base|textarea", output.get("data", {}).get("text/html", ""))
        ]
        if cell.cell_type != "code":
            del cell["outputs"]
    seen = visit(formgrader_page(notebook))
    assert seen.ran.count("ran") > 20
    assert any("evil.test" in url for url in seen.asked)


def test_nothing_runs_in_formgrader_once_it_is_cleaned(visit, hostile):
    """No script, handler, form, foreign picture, id or class of the student's is in formgrader's page."""
    notebook = clean_notebook(hostile())
    hostile_texts = [cell.source for cell in hostile().cells if cell.cell_type == "markdown"]
    notebook.cells.append(v4.new_code_cell("x", outputs=[panel_output(result(text, text)) for text in hostile_texts]))
    seen = visit(formgrader_page(notebook))
    wait_for_mathjax(seen.page)
    seen.provoke()
    found = seen.page.evaluate(LOOK, ".output_area, .text_cell_render, .input_area")
    assert found.pop("elements") > 500
    assert found == NOTHING
    assert seen.ran == []
    assert seen.asked == []


def test_nothing_runs_when_the_cleaned_notebook_is_plain_html(visit, hostile):
    """The same with nbconvert's classic page, which also prints raw cells, tags and the title."""
    from nbconvert.exporters import HTMLExporter

    html, _resources = HTMLExporter(template_name="classic").from_notebook_node(clean_notebook(hostile()))
    seen = visit(html)
    seen.provoke()
    found = seen.page.evaluate(LOOK, ".output_area, .text_cell_render, .input_area")
    assert found.pop("elements") > 500
    assert found == NOTHING
    assert (seen.ran, seen.asked) == ([], [])


def test_each_cell_of_the_student_stays_in_its_place(visit, hostile):
    """No markup ends the box it stands in: a page with the hostile cells has as many cells as it should."""
    notebook = clean_notebook(hostile())
    seen = visit(formgrader_page(notebook))
    top = seen.page.locator("#notebook-container > .cell").count()
    assert top == len(notebook.cells)


@pytest.mark.skipif(not MATHJAX.is_dir(), reason="needs MathJax")
def test_mathjax_still_draws_a_students_formulas(visit):
    """Harmless TeX is typeset in formgrader, harmful TeX is shown by name; text in dollars of outputs isn't TeX."""
    source = "is $\\frac{a_1}{b^*}$ and $\\href{javascript:alert(1)}{c}$\n\n"
    source += "$$\n\\begin{align}\nx &= 1 \\\\\ny &= 2\n\\end{align}\n$$"
    priced = v4.new_output("display_data", data={"text/html": "<p>costs $5 and $6</p>"})
    notebook = v4.new_notebook(cells=[v4.new_markdown_cell(source), v4.new_code_cell("1", outputs=[priced])])
    seen = visit(formgrader_page(clean_notebook(notebook)))
    wait_for_mathjax(seen.page)
    assert seen.page.locator(".text_cell_render .MathJax_CHTML").count() == 3
    assert seen.page.locator(".text_cell_render .mjx-mfrac").count() == 1
    spelt = seen.page.locator(".text_cell_render .MathJax_CHTML").nth(1).inner_text()
    assert "∖href" in "".join(spelt.split())
    assert seen.page.locator(".output_area").inner_text().strip() == "costs $5 and $6"


def test_nothing_runs_on_the_feedback_page(visit, hostile):
    """Sources, outputs, names, messages, events, metrics and even the page's own names are hostile."""
    notebook = hostile()
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    cells = [
        FeedbackCell(
            CellKind.CODE_ANSWER if cell.cell_type == "code" else CellKind.TEXT_ANSWER,
            source=cell.source,
            outputs=cell.get("outputs", ()),
            grade_id=text,
            title=text,
            comment=text,
            score=1,
            maximum=2,
        )
        for cell, text in zip(notebook.cells, texts * 3, strict=False)
    ]
    cells += [FeedbackCell(CellKind.CHECKS, text, result=result(text, text), maximum=2) for text in texts]
    cells += [FeedbackCell(CellKind.TEXT, text) for text in texts]
    html = render_feedback(
        FeedbackPage(
            texts[0], texts[1], texts[2], 1, 2,
            cells=tuple(cells),
            events=tuple(Event(EventKind.TIMEOUT, text, cell=text) for text in texts),
            fits=tuple(FitRecord(text, text, {text: (1.0, 0.5), "val_" + text: (1.0, 0.7)}) for text in texts[:3]),
        )
    )  # fmt: skip
    # Without the page's policy, which would stop scripts even if they were there.
    assert 'http-equiv="Content-Security-Policy"' in html
    bare = visit(html.replace('http-equiv="Content-Security-Policy"', ""))
    bare.provoke()
    found = bare.page.evaluate(LOOK, "body")
    assert found.pop("elements") > 1000
    # The link past the page's head is the page's own, and the only thing that is placed.
    assert found == NOTHING | {"placed": 1}
    assert (bare.ran, bare.asked) == ([], [])


def test_the_policy_of_the_feedback_page_stops_scripts(visit):
    """If markup got through all the same, the page's policy would not let it run or fetch."""
    html = render_feedback(FeedbackPage("a", "b", "c", 1, 2))
    attack = "<img src=x onerror='window.pwned=1'><img src='http://evil.test/x'><script>window.pwned=1</script></main>"
    guarded = visit(html.replace("</main>", attack))
    guarded.provoke()
    assert (guarded.ran, guarded.asked) == ([], [])
    open_page = visit(html.replace("</main>", attack).replace('http-equiv="Content-Security-Policy"', ""))
    open_page.provoke()
    assert open_page.ran
    assert open_page.asked


@pytest.mark.parametrize("width", [360, 1200])
def test_the_feedback_page_fits_the_screen(visit, width):
    """A phone needn't scroll sideways, however long a line of code or a word is."""
    long = "x" * 400
    cells = (
        FeedbackCell(CellKind.TEXT, f"# {long}\n\n$$a = {'+'.join('b' * 90)}$$"),
        FeedbackCell(CellKind.CODE_ANSWER, f"{long} = 1", [v4.new_output("stream", text=long)], maximum=2),
        FeedbackCell(CellKind.CHECKS, result=result(long, long), maximum=2),
    )
    fits = (FitRecord("", long, {"loss": (1.0, 0.5), "accuracy": (0.5, 0.7)}),)
    seen = visit(render_feedback(FeedbackPage("05", "a", long, 1, 4, cells=cells, fits=fits)))
    seen.page.set_viewport_size({"width": width, "height": 800})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
