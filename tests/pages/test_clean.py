"""What is kept of a submission's notebook, and what isn't."""

import json

import nbformat
from nbformat import v4

from softmark.pages import ShownLimits, clean_notebook
from softmark.pages.markdown import student_markdown


def notebook_of(cells):
    """Not by new_notebook: that validates, and submissions needn't be valid."""
    notebook = v4.new_notebook()
    notebook.cells = cells
    return notebook


def one_output(output, **more):
    notebook = notebook_of([v4.new_code_cell("1", outputs=[output])])
    return clean_notebook(notebook, **more).cells[0].outputs[0]


def html_of(html):
    return one_output(v4.new_output("display_data", data={"text/html": html})).data["text/html"]


def markdown_of(source, trusted=(), **fields):
    cell = v4.new_markdown_cell(source)
    cell.update(fields)
    return clean_notebook(notebook_of([cell]), trusted).cells[0]


def test_the_hostile_notebook_becomes_a_valid_one(hostile):
    """Whatever was in it, the cleaned notebook validates, with one cell for each that came."""
    notebook = hostile()
    clean = clean_notebook(notebook)
    nbformat.validate(clean)
    assert len(clean.cells) == len(notebook.cells)


def test_only_harmless_mime_types_are_left(hostile):
    """Outputs are text, HTML, Markdown, PNG and JPEG; metadata and widgets are gone."""
    clean = clean_notebook(hostile())
    outputs = [output for cell in clean.cells if cell.cell_type == "code" for output in cell.outputs]
    kinds = {mime for output in outputs for mime in output.get("data", {})}
    assert kinds <= {"text/plain", "text/html", "text/markdown", "image/png", "image/jpeg"}
    assert all(not output.get("metadata") for output in outputs)
    assert set(clean.metadata) <= {"kernelspec", "language_info"}


def test_a_table_of_pandas_stays_a_table():
    """A DataFrame's HTML keeps its cells and spans; classes, which formgrader's scripts look for, go."""
    html = html_of(
        '<div><style scoped>.x{}</style><table border="1" class="dataframe"><thead>'
        '<tr style="text-align: right;"><th colspan="2">a</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>"
    )
    assert '<tr style="text-align: right"><th colspan="2" style="' in html
    assert html.count("<td ") == 2
    assert "dataframe" not in html
    assert "scoped" not in html


def test_a_summary_of_keras_keeps_its_colours_and_lines():
    """Keras prints model.summary() as <pre> with coloured spans; they stay readable."""
    html = html_of(
        '<pre style="white-space:pre;overflow-x:auto;line-height:normal;font-family:Menlo">┏━┓\n'
        '┃<span style="color: #00d7ff; text-decoration-color: #00d7ff">Dense</span>┃\n</pre>'
    )
    assert '<pre style="white-space: pre">┏━┓\n┃<span style="color: #00d7ff">Dense</span>┃\n</pre>' in html


def test_links_are_kept_if_they_are_web_addresses():
    """http, https and mailto links stay, marked as foreign; relative ones, which act on the server, don't."""
    kept = html_of('<a href="https://keras.io/api?a=1&amp;b=2">k</a><a href="/formgrader/api">f</a><a href="#x">h</a>')
    assert '<a href="https://keras.io/api?a=1&amp;b=2" rel="noopener noreferrer nofollow">k</a>' in kept
    assert "formgrader" not in kept
    assert kept.count("href") == 1


def test_pictures_are_kept_if_they_are_what_they_say(make_png):
    """A real PNG stays; SVG that calls itself PNG, bad base64 and one of absurd size do not."""
    good = one_output(v4.new_output("display_data", data={"image/png": make_png()[:20] + "\n" + make_png()[20:]}))
    assert good.data == {"image/png": make_png()}
    for bad in ("PHN2ZyAvPg==", "*", '" onerror="x', make_png(50_000, 50_000), make_png(0, 5)):
        assert "image/png" not in one_output(v4.new_output("display_data", data={"image/png": bad})).data


def test_long_output_is_cut_and_says_so():
    """A text beyond the bound keeps its beginning and ends with how much is missing."""
    text = one_output(v4.new_output("stream", text="x" * 500), limits=ShownLimits(text=100)).text
    assert text.startswith("x" * 100)
    assert text.endswith("[output cut: 400 more characters]")


def test_too_many_outputs_are_cut_and_it_is_said():
    """A thousand displays leave the first few and a note."""
    outputs = [v4.new_output("display_data", data={"text/plain": str(i)}) for i in range(1000)]
    notebook = notebook_of([v4.new_code_cell("1", outputs=outputs)])
    kept = clean_notebook(notebook, limits=ShownLimits(outputs=5)).cells[0].outputs
    assert len(kept) == 6
    assert "more than 5 outputs" in kept[-1].text


def test_no_more_markdown_is_rendered_than_may_be_shown(monkeypatch):
    """Once the tags of a notebook are spent, the rest of its Markdown outputs costs nothing."""
    rendered = []

    def counting(source):
        rendered.append(source)
        return student_markdown(source)

    monkeypatch.setattr("softmark.pages.outputs.student_markdown", counting)
    outputs = [v4.new_output("display_data", data={"text/markdown": f"*a{i}* " * 30}) for i in range(9)]
    limits = ShownLimits(tags=200)
    kept = clean_notebook(notebook_of([v4.new_code_cell("1", outputs=outputs)]), limits=limits).cells[0].outputs
    shown = [output for output in kept if "text/markdown" in output.data]
    assert 0 < len(shown) < len(outputs) == len(kept)
    assert len(rendered) == len(shown) + 1


def test_a_cell_of_large_outputs_is_cut_and_it_is_said():
    """The outputs of one cell share a budget of bytes."""
    outputs = [v4.new_output("display_data", data={"text/plain": "x" * 900}) for _ in range(9)]
    notebook = notebook_of([v4.new_code_cell("1", outputs=outputs)])
    clean = clean_notebook(notebook, limits=ShownLimits(cell_bytes=3_000))
    assert len(json.dumps(clean)) < 4_000
    assert "too large" in clean.cells[0].outputs[-1].text


def test_progress_bars_are_one_line():
    """Stream pieces are joined and carriage returns overwrite, as in a terminal."""
    pieces = [v4.new_output("stream", text=f"\r{i}/3 loss {i}") for i in range(1, 4)]
    notebook = v4.new_notebook(cells=[v4.new_code_cell("1", outputs=[*pieces, v4.new_output("stream", text="\ndone")])])
    outputs = clean_notebook(notebook).cells[0].outputs
    assert [output.text for output in outputs] == ["3/3 loss 3\ndone"]


def test_errors_lose_their_colours_not_their_words():
    """Tracebacks are kept as text without ANSI sequences."""
    error = one_output(
        v4.new_output("error", ename="E", evalue="\x1b[31mred\x1b[0m", traceback=["\x1b[0;31mline 1\x1b[0m"])
    )
    assert (error.ename, error.evalue, error.traceback) == ("E", "red", ["line 1"])


def test_the_instructors_text_stays_as_it_is():
    """Cells that are trusted, by position or by predicate, keep their source to the letter."""
    source = "# Title\n\n<script>course()</script> $\\href{x}{y}$"
    assert markdown_of(source, {0}).source == source
    assert markdown_of(source, lambda cell: cell.cell_type == "markdown").source == source
    assert markdown_of(source).source != source


def test_a_students_markdown_is_one_line_of_html():
    """It holds no sign that Markdown or TeX would read again, so it can't become something else."""
    source = "# A\n\n- *b*\n- `c`\n\nd\n\n```\ne\n\nf\n```\n\n|g|h|\n|-|-|\n|$x_1$|`|\n"
    html = markdown_of(source).source
    assert html.startswith("<div ")
    assert not set(html.removeprefix('<div class="tex2jax_ignore')) & set("\n$\\`*[]|")
    for part in ("<h1>A</h1>", "<li><em>b</em></li>", "<code>c</code>", ">g</th>", "e&#10;&#10;f"):
        assert part in html


def test_formulas_keep_their_tex():
    """Inline, display and environments are left to MathJax as the student wrote them."""
    html = markdown_of("is $a_1 < b*c*d$ and\n\n$$\nx\n=\n\\frac{1}{2}\n$$\n").source
    assert "&#36;a&#95;1 &lt; b&#42;c&#42;d&#36;" in html
    assert "&#36;&#36;&#10;x&#10;=&#10;&#92;frac&#123;1&#125;&#123;2&#125;&#10;&#36;&#36;" in html


def test_cleaning_twice_changes_nothing(hostile, make_png):
    """What was cleaned, formulas too, is clean; so feedback can be made of the graded notebook."""
    hostile = hostile()
    hostile.cells.append(v4.new_markdown_cell("so $a_1$ and\n\n$$\nb\n$$\n\n![x](attachment:y) `c` [d](http://e.test)"))
    hostile.cells.append(v4.new_markdown_cell("![a](attachment:a) " + "*word* " * 5_000))
    hostile.cells[-1].attachments = {"a": {"image/png": make_png(tail=b"x" * 900_000)}}
    once = clean_notebook(hostile)
    twice = clean_notebook(once)
    assert twice == once
    assert "data:image/png" in twice.cells[-1].source


def test_attached_pictures_move_into_the_text(make_png):
    """A PNG attachment is shown; one that is no picture is named instead."""
    attachments = {"a b.png": {"image/png": make_png()}, "c.png": {"image/png": "PHN2Zy8+"}}
    cell = markdown_of("![plot](attachment:a%20b.png) ![other](attachment:c.png)", attachments=attachments)
    assert f'src="data:image/png;base64,{make_png()}"' in cell.source
    assert "&#91;other&#93;" in cell.source
    assert "attachments" not in cell


def test_an_attachment_that_is_missing_stops_no_page():
    """nbconvert ends with an error at an attachment that a student removed from the instructor's cell."""
    cell = markdown_of("![plot](attachment:net.png)", {0}, attachments={"net.png": {"image/svg+xml": "<svg/>"}})
    assert list(cell.attachments["net.png"]) == ["image/png"]


def test_metadata_is_cut_to_what_grading_needs():
    """Tags and all else go; nbgrader's own keys stay if they are of the right type."""
    cell = v4.new_code_cell("1")
    cell.metadata = {
        "tags": ["x"],
        "softmark": {"state": "passed"},
        "nbgrader": {
            "grade": True,
            "grade_id": "t1",
            "points": 2,
            "locked": "<b>",
            "extra": 1,
            "solution": False,
        },
    }
    clean = clean_notebook(notebook_of([cell])).cells[0]
    assert clean.metadata == {
        "nbgrader": {"grade": True, "grade_id": "t1", "points": 2, "solution": False},
        "softmark": {"state": "passed"},
    }


def test_code_shows_what_it_hides():
    """Direction overrides in a student's code are spelt out; other code isn't touched."""

    def source(text):
        return clean_notebook(notebook_of([v4.new_code_cell(text)])).cells[0].source

    assert source("x = 1  # \u202e hidden") == "x = 1  # \\u202e hidden"
    plain = "name = 'Zoë 😀'\n\tx = '\\x1b'"
    assert source(plain) == plain


def test_a_notebook_that_lies_about_types_is_cleaned_too():
    """Fields of the wrong type are dropped; nothing raises."""
    cells = [
        {
            "cell_type": "code",
            "source": ["a\n", "b", 3],
            "outputs": [{"output_type": "stream", "text": 5}, 7, {}],
            "metadata": 4,
        },
        {"cell_type": "markdown", "source": None, "attachments": {"a": "b", "c": {"image/png": 5}}},
        {"cell_type": "nonsense", "source": "<script>"},
        {
            "cell_type": "code",
            "execution_count": "<b>",
            "outputs": [{"output_type": "error"}, {"output_type": "display_data", "data": []}],
        },
        "no cell",
    ]
    clean = clean_notebook({"cells": cells, "metadata": []})
    nbformat.validate(clean)
    assert clean.cells[0].source == "a\nb"
    assert "<script>" not in clean.cells[2].source


def test_added_cells_beyond_the_bound_are_counted_not_shown():
    """Ten thousand added cells don't make a page of ten thousand cells, and graded ones are all there."""
    graded = v4.new_code_cell("1", metadata={"nbgrader": {"grade_id": "t", "grade": True}})
    notebook = notebook_of([v4.new_code_cell("1")] * 50 + [graded])
    clean = clean_notebook(notebook, limits=ShownLimits(cells=10))
    assert len(clean.cells) == 12
    assert clean.cells[10].metadata.nbgrader.grade_id == "t"
    assert "40 more cells" in clean.cells[-1].source
