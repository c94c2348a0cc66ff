r"""TeX that students write: which macros MathJax may see, and MathML where there are no scripts.

MathJax knows macros that make links, load extensions, set ids, classes and styles, or change what other
macros mean for the rest of the page (``\href``, ``\require``, ``\cssId``, ``\def`` ...), and each version
knows more. So the macros that merely draw are listed here, and all others are shown by name.
"""

import re
from html import escape
from html.parser import HTMLParser

MAX_LENGTH = 4_000

_MACRO = re.compile(r"\\(?:([A-Za-z]+)|(.)|$)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")

_ENVIRONMENTS_TEXT = """
    equation equation* align align* aligned alignat alignat* alignedat gather gather* gathered
    multline multline* split eqnarray eqnarray* array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix
    smallmatrix cases subarray
"""
_ENVIRONMENTS = frozenset(_ENVIRONMENTS_TEXT.split())
_DRAWING_TEXT = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu
    nu xi omicron pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma
    Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega digamma aleph beth gimel daleth hbar hslash
    imath jmath ell wp Re Im partial infty nabla emptyset varnothing eth forall exists nexists neg
    lnot top bot angle measuredangle sphericalangle triangle square Box blacksquare Diamond lozenge
    blacklozenge bigstar star diamond heartsuit diamondsuit clubsuit spadesuit flat natural sharp
    surd prime backprime complement mho degree dagger ddagger dag ddag checkmark S P copyright
    pounds sum prod coprod int iint iiint oint intop bigcup bigcap bigsqcup bigvee bigwedge bigodot
    bigotimes bigoplus biguplus sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth arg
    deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sup injlim projlim
    operatorname mod bmod pmod pod limits nolimits displaylimits pm mp times div cdot ast star circ
    bullet oplus ominus otimes oslash odot cap cup uplus sqcap sqcup vee wedge land lor setminus
    smallsetminus wr amalg bigcirc bigtriangleup bigtriangledown triangleleft triangleright ltimes
    rtimes leq le geq ge leqslant geqslant ll gg lll ggg neq ne equiv sim simeq approx approxeq cong
    propto prec succ preceq succeq subset supset subseteq supseteq subsetneq supsetneq nsubseteq in
    ni notin owns vdash dashv models mid nmid parallel nparallel perp smile frown bowtie asymp doteq
    triangleq coloneqq lesssim gtrsim lessgtr nleq ngeq nless ngtr therefore because vDash Vdash not
    leftarrow gets rightarrow to leftrightarrow Leftarrow Rightarrow Leftrightarrow longleftarrow
    longrightarrow longleftrightarrow Longleftarrow Longrightarrow Longleftrightarrow implies
    impliedby iff mapsto longmapsto uparrow downarrow updownarrow Uparrow Downarrow Updownarrow
    nearrow searrow swarrow nwarrow hookleftarrow hookrightarrow leftharpoonup leftharpoondown
    rightharpoonup rightharpoondown rightleftharpoons leadsto rightsquigarrow nrightarrow nleftarrow
    xrightarrow xleftarrow frac dfrac tfrac cfrac binom dbinom tbinom choose over atop sqrt root of
    stackrel overset underset substack hat widehat tilde widetilde bar overline underline vec
    overrightarrow overleftarrow dot ddot dddot acute grave check breve mathring overbrace
    underbrace boxed cancel bcancel xcancel phantom hphantom vphantom mathbf mathit mathrm mathsf
    mathtt mathbb Bbb mathcal mathscr mathfrak boldsymbol bm pmb bf it rm sf tt cal text textbf
    textit textrm textsf texttt mbox textstyle displaystyle scriptstyle scriptscriptstyle left right
    middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm lbrace rbrace
    lbrack rbrack langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lgroup
    rgroup backslash dots ldots cdots vdots ddots dotsc dotsb dotsm dotsi dotso colon quad qquad
    enspace thinspace medspace thickspace negthinspace nonumber notag hline cr newline
"""
_DRAWING = frozenset(_DRAWING_TEXT.split())
_MATH_TAGS_TEXT = """
    math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt
    mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
"""
_MATH_TAGS = frozenset(_MATH_TAGS_TEXT.split())
_MATH_ATTRIBUTES_TEXT = """
    accent accentunder close columnalign columnlines columnspacing depth display displaystyle fence form frame height
    largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation
    open rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width
"""
_MATH_ATTRIBUTES = frozenset(_MATH_ATTRIBUTES_TEXT.split())
_MATH_VALUE = re.compile(r"[\w .,%#|()\[\]{}+\u2016-]{1,60}")


def tame(tex: str) -> str:
    r"""``tex`` in which macros that do more than draw are spelt out: ``\href`` as ``\backslash href``.

    Longer than ``MAX_LENGTH`` characters, it is cut.
    """
    tex = tex[:MAX_LENGTH]

    def spell(match: re.Match[str]) -> str:
        word, sign = match[1], match[2]
        if word in ("begin", "end"):
            environment = _ENVIRONMENT.match(tex, match.end())
            return match[0] if environment and environment[1] in _ENVIRONMENTS else rf"\backslash {word}"
        if word is not None:
            return match[0] if word in _DRAWING else rf"\backslash {word}"
        if sign == "\\":
            # The space keeps a reader that pairs backslashes otherwise from seeing a macro in `\\href`.
            follows = tex[match.end() : match.end() + 1]
            return match[0] + " " if follows.isalpha() or follows == "\\" else match[0]
        return rf"\{sign}" if sign and sign not in "()[]" else r"\backslash "

    return _MACRO.sub(spell, tex)


def acting(tex: str) -> str:
    """The first macro of ``tex`` that may do more than draw; empty if there is none."""
    names = (match[1] for match in _MACRO.finditer(tex) if match[1] not in (None, "begin", "end"))
    return next((name for name in names if name not in _DRAWING), "")


def bare(tex: str) -> tuple[str, bool]:
    """``tex`` without its delimiters (``$``, ``$$``; an environment has none), and whether it is displayed."""
    return tex.strip("$").strip(), not tex.startswith("$") or tex.startswith("$$")


def to_mathml(tex: str) -> str | None:
    """MathML for ``tex`` with its delimiters (``$``, ``$$``, an environment); ``None`` if it can't be read."""
    from latex2mathml.converter import convert

    inner, display = bare(tex)
    try:
        mathml = convert(inner, display="block" if display else "inline")
    except Exception:  # the converter raises bare exceptions of many kinds on TeX that it doesn't know
        return None
    writer = _MathWriter()
    writer.feed(mathml)
    writer.close()
    return writer.result()


class _MathWriter(HTMLParser):
    """Writes MathML anew: tags and attributes that draw, text escaped; without links, classes, ids and styles.

    latex2mathml puts the text of ``\\text`` into its result without escaping it.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._good = True

    def result(self) -> str | None:
        return "".join(self._out) if self._good and not self._open else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._good &= tag in _MATH_TAGS and bool(self._open or not self._out)
        kept = [
            f' {name}="{escape(value)}"'
            for name, value in attrs
            if name in _MATH_ATTRIBUTES and value and _MATH_VALUE.fullmatch(value)
        ]
        self._out.append(f"<{tag}{''.join(kept)}>")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._good &= bool(self._open) and self._open.pop() == tag
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._out.append(escape(data))
