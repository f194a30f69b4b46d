"""Scripts lose only what people need: texts, patterns and the end of a statement stay."""

from __future__ import annotations

import pytest

from geomap.publishers.page.squeeze import squeezed_css, squeezed_js


@pytest.mark.parametrize(
    ("script", "squeezed"),
    [
        ("const a = 'x  /* y */  z';", "const a='x  /* y */  z';"),
        ("s.replace(/a \\/ [/'] b/g, `x  ${ y }`);", "s.replace(/a \\/ [/'] b/g,`x  ${ y }`);"),
        ("const half = width / 2 / high;", "const half=width/2/high;"),
        ("i + +j - -k", "i+ +j- -k"),
        ("return x in y;", "return x in y;"),
        ("return / a/.test(b);", "return/ a/.test(b);"),
        ("f();\n\n  // why: 'because\n  g();", "f();g();"),
        ("a = b\n(c)", "a=b\n(c)"),
        ("}\n  next", "}\nnext"),
    ],
)
def test_script_means_the_same(script: str, squeezed: str) -> None:
    assert squeezed_js(script) == squeezed


def test_style_keeps_selectors_with_states_and_sums() -> None:
    text = "a :hover { width: calc(1px + 2px); color: #ffffff }\n/* x */ @media (max-width: 9px) { b { top: 0; } }"

    assert squeezed_css(text) == "a :hover{width:calc(1px + 2px);color:#fff}@media (max-width: 9px){b{top:0}}"
