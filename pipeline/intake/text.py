"""From a source's markup to the plain text its author wrote: no tags, no tricks, no quotations."""

import html
import re
import unicodedata
from functools import cache

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from pipeline.posts import Markup

# NUL and lone surrogates cannot be stored; bidi controls and invisible characters only deceive.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners hold emoji and Persian or Indic words together, but between Latin letters they hide.
_JOINER = re.compile("[\u200c\u200d]+(?=[\x00-\u02ff\\s]|$)|(?<=[\x00-\u02ff\\s])[\u200c\u200d]+")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")

_DROPPED = "script,style,template,noscript,iframe,object,svg,head,title,textarea"
_BLOCKS = (
    "address,article,aside,blockquote,br,dd,div,dl,dt,figcaption,figure,footer,form,h1,h2,h3,h4,"
    "h5,h6,header,hr,li,main,nav,ol,p,pre,section,table,td,th,tr,ul"
)
_MARKDOWN = re.compile(r"[*_`\[\]<>#~\\|]|^[ \t]*(?:[-+]|\d+[.)])[ \t]|^(?: {4}|\t)", re.MULTILINE)
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
_SPOILER = re.compile(r">!(.*?)!<", re.DOTALL)
_QUOTE_END = re.compile(r"^( {0,3}>.*\n)(?=[^>\s])", re.MULTILINE)
# Somebody else's words in a plain text; ">:(" and "> 5" are not quotations.
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;)+[ \t]?[^\W\d_].*$", re.MULTILINE)


def to_text(text: str, markup: Markup = "plain", *, keep_quotes: bool = False) -> str:
    """The plain text of `text`; what it quotes is left out unless it holds nothing else."""
    if markup == "html":
        plain = _html_text(text, keep_quotes)
    elif markup == "markdown":
        plain = _markdown_text(text, keep_quotes)
    else:
        plain = html.unescape(text if keep_quotes else _QUOTED_LINE.sub("", text))
    tidied = tidy(plain)
    if not tidied and not keep_quotes:
        return to_text(text, markup, keep_quotes=True)
    return tidied


def tidy(text: str) -> str:
    """NFC, no invisible or deceiving characters, single spaces, at most one empty line."""
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _JOINER.sub("", _FORBIDDEN.sub("", text))
    text = _BREAKS.sub("\n", _SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    return _GAPS.sub("\n\n", text).strip()


def _html_text(text: str, keep_quotes: bool) -> str:
    tree = LexborHTMLParser(_on_one_line(text))
    if tree.body is None:
        return ""
    for node in tree.body.css(_DROPPED if keep_quotes else f"{_DROPPED},blockquote"):
        node.decompose()
    for link in tree.body.css("a"):
        _whole_address(link)
    for block in tree.body.css(_BLOCKS):
        block.insert_before("\n\n" if block.tag in ("p", "blockquote", "pre") else "\n")
    plain = tree.body.text()
    return plain if keep_quotes else _QUOTED_LINE.sub("", plain)


def _on_one_line(text: str) -> str:
    """In HTML a line's end is a space, but for preformatted text; tags make the lines."""
    parts = _PREFORMATTED.split(text)
    return "".join(p if n % 2 else p.replace("\n", " ") for n, p in enumerate(parts))


def _whole_address(link: object) -> None:
    """Hacker News shows "https://example.com/a/ve..." for a longer address: restore it."""
    shown = link.text()  # type: ignore[attr-defined]
    target = link.attributes.get("href") or ""  # type: ignore[attr-defined]
    if shown.endswith("...") and target.startswith(shown[:-3]):
        link.replace_with(target)  # type: ignore[attr-defined]


def _markdown_text(text: str, keep_quotes: bool) -> str:
    if not _MARKDOWN.search(text) and "&" not in text:
        return text
    text = html.unescape(text)
    text = _QUOTE_END.sub(r"\1\n", _SPOILER.sub(r"\1", text))
    return _html_text(_renderer().render(text), keep_quotes)


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
