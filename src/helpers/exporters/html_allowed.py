"""The names that other people's markup may use: elements, attributes and CSS properties that only show."""

_TAGS = (
    "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div"
    " dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark meter ol p pre progress q rp rt ruby s samp"
    " section small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr"
)
_SHAPES = "svg g path circle ellipse line polygon polyline rect text tspan defs symbol use"
_DRAWING = (
    " textPath image marker pattern clipPath mask linearGradient radialGradient stop switch a style filter feBlend"
    " feColorMatrix feComposite feFlood feGaussianBlur feMerge feMergeNode feMorphology feOffset feDropShadow"
)
_SHAPE_ATTRIBUTES = (
    "viewBox d cx cy r rx ry x x1 x2 y y1 y2 points fill stroke stroke-width stroke-linecap stroke-linejoin opacity"
    " transform text-anchor font-size"
)
_HTML_STYLE = (
    "background background-color color font-style font-variant font-weight padding-left text-align text-decoration"
    " text-transform vertical-align white-space"
)
_SVG_STYLE = (
    "clip-path clip-rule color display dominant-baseline alignment-baseline baseline-shift fill fill-opacity fill-rule"
    " filter flood-color flood-opacity font font-family font-size font-style font-variant font-weight letter-spacing"
    " marker-end marker-mid marker-start mask mix-blend-mode opacity paint-order shape-rendering stop-color"
    " stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-opacity stroke-width text-anchor text-decoration text-rendering vector-effect visibility white-space"
)
_MATH = (
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle"
    " mpadded mphantom menclose mmultiscripts mprescripts none"
)
_MATH_ATTRIBUTES = (
    "accent accentunder columnalign columnspacing columnlines depth displaystyle fence form height largeop"
    " linethickness lspace mathvariant mathcolor maxsize minsize movablelimits notation rowlines rowspacing rspace"
    " scriptlevel separator stretchy voffset width"
)

HTML_TAGS = frozenset(f"{_TAGS} {_SHAPES}".split())
HTML_ATTRIBUTES = frozenset(("class", "dir", "id", "lang", "style", "title", "aria-label", "aria-hidden"))
SHAPE_TAGS = frozenset(_SHAPES.split())
SHAPE_ATTRIBUTES = frozenset(_SHAPE_ATTRIBUTES.split())
OWN_ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "svg": {"width", "height"},
    "use": {"href"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "details": {"open"},
    "meter": {"value", "min", "max"},
    "progress": {"value", "max"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "width", "height"},
    "source": {"src", "type"},
    "span": {"data-source", "data-tex", "data-display"},
}
HTML_STYLE = frozenset(_HTML_STYLE.split())
SVG_TAGS = frozenset((_SHAPES + _DRAWING).split())
SVG_STYLE = frozenset(_SVG_STYLE.split())
MATH_TAGS = frozenset(_MATH.split())
MATH_ATTRIBUTES = frozenset(_MATH_ATTRIBUTES.split())
