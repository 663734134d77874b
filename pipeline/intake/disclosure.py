"""Does a post say itself that it is paid, or written by somebody of the company?"""

import re

_TAGS = re.compile(
    r"(?<!\w)#(ad|advert|sponsored|sponsoredpost|paidpartnership|paidad|brandpartner|"
    r"brandambassador|ambassador|gifted|affiliate|affiliatelink|werbung|anzeige|publicidad|"
    r"collaboration|partner|prsample|\w{2,}partner|\w{2,}ambassador)\b",
    re.IGNORECASE,
)
_NOT = r"(?<!not )(?<!n't )(?<!n’t )(?<!never )(?<!isnt )"
_PHRASES = re.compile(
    rf"""
    \b{_NOT}(?P<sponsored>sponsored\ by)\ (?!my\ (?:boredom|anxiety|tears))
    | ^\W*(?P<label>ad|advert|advertisement|sponsored|promotion|anzeige|werbung)\s*[:|\]]
    | \b(?P<partnership>(?:in\ )?(?:a\ )?paid\ (?:partnership|promotion|collaboration)\ with)\b
    | \b(?:this|today's)\ (?:video|post|episode|thread|review|stream)\ (?:is|was)\
        (?P<paid>sponsored|paid\ for)\b
    | \bI(?:'m|’m|\ am|\ was|'ve\ been|\ have\ been|\ got|\ am\ being)\ (?:being\ )?
        (?P<compensated>paid\ (?:by|to\ (?:post|promote|review|say))|sponsored\ by)
    | \b(?:they|\w+)\ (?:sent|gave|provided)\ (?:me|us)\ (?P<sample>[^.!?\n]{{0,40}}
        (?:for\ review|in\ exchange\ for|to\ review|for\ an?\ honest\ review))
    | \b(?:received|got)\ (?P<gift>[^.!?\n]{{0,40}}
        (?:in\ exchange\ for\ (?:my|an?|this)|free\ for\ (?:review|an?\ honest)))
    | \b(?:contains?|uses?|are|is|my|have|has|with)\ (?:an?\ )?(?P<affiliate>affiliate\ links?)\b
    | \b(?P<disclosure>(?:full\ )?disclosure|disclaimer):?,?\ [^.!?\n]{{0,20}}
        \b(?:I\ (?:work|worked|am\ employed|run|manage)|employee|sponsor|affiliate)
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
_LABELS = {
    "sponsored": "sponsored by",
    "label": "labelled as an ad",
    "partnership": "paid partnership",
    "paid": "sponsored",
    "compensated": "paid to post",
    "sample": "sent for review",
    "gift": "received for review",
    "affiliate": "affiliate link",
    "disclosure": "full disclosure: works there",
}
# Employment counts only in the present: a former employee speaks for herself.
_EMPLOYEE = re.compile(
    r"\b(?:I|We)(?:'m| am|’m|'re| are)? (?:currently )?"
    r"(?:work(?:ing)? (?:for|at)|on the team at|part of the team at|employed (?:by|at)|"
    r"(?:the|a) (?:co-?founder|founder|CEO|community manager|developer) (?:of|at|for)) "
    r"(?:the )?@?(?P<who>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)?)"
)
_SELDOM = re.compile(
    r"#|sponsor|paid|affiliate|disclos|disclaim|exchange|review|\bad\b|advert|promotion|anzeige|"
    r"werbung|work|founder|CEO|on the team|part of the team|employed|community manager|developer",
    re.IGNORECASE,
)


def disclosure_of(text: str) -> str | None:
    """What the post discloses, short enough for the screen: '#ad', 'works for Acme'; or None."""
    if not _SELDOM.search(text):
        return None
    tag = _TAGS.search(text)
    if tag:
        return f"#{tag[1].lower()}"
    phrase = _PHRASES.search(text)
    if phrase:
        return _LABELS[phrase.lastgroup or "sponsored"]
    employee = _EMPLOYEE.search(text)
    return f"works for {employee['who'].rstrip('.')}" if employee else None
