"""Does a post say itself that it is paid, or written by somebody of the company?"""

import re

_TAGS = re.compile(
    r"(?<!\w)#(ad|advert|sponsored|sponsoredpost|paidpartnership|paidad|brandpartner|"
    r"brandambassador|gifted|affiliate|affiliatelink|prsample|werbung|anzeige|publicidad|"
    r"\w{2,}partner|\w{2,}ambassador)\b",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r"""
    (?:^|[.!?]\s)\W*(?P<sponsored>sponsored\ by)\b
    | ^\W*(?P<label>ad|advert|advertisement|sponsored|promotion|anzeige|werbung)\s*[:|\]]
    | (?<!no\ )(?<!not\ )(?P<partnership>\bpaid\ (?:partnership|promotion|collaboration)\ with)\b
    | \b(?:this|today's)\ (?:video|post|episode|thread|review|stream)\ (?:is|was)[ ]
        (?P<paid>sponsored|paid\ for)\b
    | \bI(?:'m|’m|\ am|\ was|'ve\ been|\ have\ been|\ got)\ (?:being\ )?
        (?P<compensated>paid\ (?:by|to\ (?:post|promote|review))|sponsored\ by)
    | \b(?:they|\w+)\ (?:sent|gave|provided)\ (?:me|us)\ (?P<sample>[^.!?\n]{0,40}
        (?:for\ review|in\ exchange\ for|to\ review|for\ an?\ honest\ review))
    | \b(?:received|got)\ (?P<gift>[^.!?\n]{0,40}
        (?:in\ exchange\ for\ (?:my|an?|this)|free\ for\ (?:review|an?\ honest)))
    | \b(?:contains?|uses?|are|is|has|have|with)\ (?P<affiliate>affiliate\ links?)\b
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
}
# Employment counts only in the present: a former employee speaks for herself.
_EMPLOYEE = re.compile(
    r"\b(?i:(?:I|we)(?:'m| am|’m|'re|’re| are)? (?:currently )?"
    r"(?:work(?:ing)? (?:for|at)|on the team at|part of the team at|employed (?:by|at)|"
    r"(?:the|a|an) (?:co-?founder|founder|CEO|community manager|developer|engineer) (?:of|at|for)) "
    r"(?:the )?)@?(?P<who>(?!(?:a|an|my|our|your|this|that|home|it|them|him|her|me|us|free|another|"
    r"has|have|is|was|will|would|does|did|gets?|just|and|in|at|on|night|day)\b)"
    r"\w[\w&-]*(?: [A-Z][\w&-]*)?)"
)
# No disclosure without one of these: cheap to ask first.
_PHRASE_STEMS = (
    "sponsor", "paid", "affiliate", "exchange", "review", "ad:", "ad]", "ad|", "advert", "promot",
    "anzeige", "werbung",
)  # fmt: skip
_EMPLOYEE_STEMS = (
    "work for", "work at", "working for", "working at", "team at", "employed", "founder", "ceo",
    "community manager", "developer", "engineer",
)  # fmt: skip


def disclosure_of(text: str) -> str | None:
    """What the post discloses, short enough for the screen: '#ad', 'works for Acme'; or None."""
    lower = text.lower()
    tag = _TAGS.search(text) if "#" in lower else None
    if tag:
        return f"#{tag[1].lower()}"
    phrase = _PHRASES.search(text) if any(stem in lower for stem in _PHRASE_STEMS) else None
    if phrase:
        return _LABELS[phrase.lastgroup or "sponsored"]
    employee = _EMPLOYEE.search(text) if any(stem in lower for stem in _EMPLOYEE_STEMS) else None
    return f"works for {employee['who']}" if employee else None
