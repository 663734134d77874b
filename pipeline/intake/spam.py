"""Is a post suspected spam, and why? Precision first: a wrong suspicion silences a customer."""

import re

_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d[\d\s().-]{7,}\d(?![\w/-])")


def spam_reason(text: str) -> str | None:
    """The suspicion in a few words, None for no suspicion."""
    for reason, suspected in _SUSPICIONS:
        if suspected(text):
            return reason
    return None


_CRYPTO = re.compile(
    r"\bair-?drops?\b|\bpresale\b|\bgiving away \d[\d,.]* ?(?:btc|eth|bitcoin|usdt)|"
    r"\b(?:double|multiply|10x|100x) your (?:money|crypto|bitcoin|btc|eth|coins|investment)|"
    r"\bconnect your wallet\b|\bseed phrase\b|\bguaranteed (?:returns?|profits?|income)\b|"
    r"\$\d[\d,]* (?:a|per) (?:day|week) (?:trading|with (?:crypto|bitcoin|forex))|"
    r"\bforex (?:signals?|trader|mentor)\b|\bcrypto (?:signals?|recovery|expert|mentor)\b",
    re.IGNORECASE,
)
_CALL_TO_ACT = re.compile(
    r"\b(?:claim|join|dm me|message me|whats ?app|telegram|click|sign up|register|invest|contact|"
    r"visit|t\.me|link in bio|limited|hurry|free|now)\b",
    re.IGNORECASE,
)


def _is_crypto(text: str) -> bool:
    return bool(_CRYPTO.search(text)) and bool(_CALL_TO_ACT.search(text) or _LINK.search(text))


_COUPON = re.compile(
    r"\b(?:use|with|enter|apply|grab|copy) (?:my |this |the |our )?"
    r"(?:referral |promo |coupon |discount |invite )?(?:code|link)\b|"
    r"\b(?:promo|coupon|discount|referral|voucher) ?codes?\b|\bref(?:erral)? link\b|"
    r"\b\d{1,2} ?% off\b|\bfree gift ?cards?\b|\bfree (?:premium|subscription|followers|robux)\b",
    re.IGNORECASE,
)
_PITCH = re.compile(
    r"\b(?:click|hurry|limited[- ](?:time|offer)|today only|ends (?:soon|tonight|today)|grab|"
    r"sign ?up|we both get|you get|get yours|act now|check (?:it|them|this) out|link in bio|"
    r"don.?t miss|best deals?|100 ?% (?:working|legit|free)|dm me|claim)\b",
    re.IGNORECASE,
)


def _is_coupon(text: str) -> bool:
    offer = len(_COUPON.findall(text))
    links = len(_LINK.findall(text))
    pitch = bool(_PITCH.search(text))
    return (offer >= 1 and links >= 1 and pitch) or (offer >= 2 and (links >= 1 or pitch))


_SUPPORT = re.compile(
    r"\b(?:customer (?:care|service|support)|help ?line|help ?desk|tech(?:nical)? support|"
    r"support (?:team|number)|toll[- ]?free|(?:care|service|support|contact|refund) number)\b",
    re.IGNORECASE,
)
_CALL_US = re.compile(
    r"\b(?:call|dial|contact|whats ?app|reach|text)\b.{0,40}?(?:us|now|our|on|at|24)\b|24[x/]7|"
    r"\bavailable\b",
    re.IGNORECASE,
)
# Somebody who complains about a number tells what happened: I, my, we, waited, called.
_EXPERIENCE = re.compile(
    r"\b(?:I|I'm|I've|I’ve|my|we|we've|me|was|were|waited|called|hours?|tried|told|asked)\b"
)


def _is_fake_support(text: str) -> bool:
    return bool(
        _PHONE.search(text)
        and _SUPPORT.search(text)
        and _CALL_US.search(text)
        and not _EXPERIENCE.search(text)
    )


_SERVICES = re.compile(
    r"\b(?:recover(?:ed|y)?|unlock(?:ed)?|hack(?:ed|er|ing)?|restore[ds]?|unban(?:ned)?)\b"
    r".{0,80}?\b(?:account|funds?|wallet|instagram|whats ?app|money)\b.{0,120}?"
    r"\b(?:dm|inbox|whats ?app|telegram|contact|message|instagram)\b|"
    r"\b(?:buy|get|sell(?:ing)?|gain) (?:\w+ )?(?:real |cheap |active )?"
    r"(?:followers|likes|views|reviews|accounts)\b.{0,80}?\b(?:dm|cheap|www|http|price|order)|"
    r"\b(?:earn|make|made) (?:up to )?[$€£]\d[\d,]*\+? (?:a|per|every|/) ?(?:day|week|month|hour)"
    r".{0,160}?\b(?:home|dm|link|click|whats ?app|telegram|visit|join|sign up|http)",
    re.IGNORECASE | re.DOTALL,
)


def _is_service_offer(text: str) -> bool:
    return bool(_SERVICES.search(text))


_MANY_LINKS = 4


def _is_link_flood(text: str) -> bool:
    links = _LINK.findall(text)
    if len(links) < _MANY_LINKS:
        return False
    words = len(re.findall(r"[^\W\d_]{2,}", _LINK.sub(" ", text)))
    return words < 4 * len(links)


_MANY_TAGS = 10


def _is_tag_flood(text: str) -> bool:
    tags = re.findall(r"(?<!\w)#\w+", text)
    if len(tags) < _MANY_TAGS:
        return False
    words = len(re.findall(r"[^\W\d_]{2,}", re.sub(r"#\w+|https?://\S+", " ", text)))
    return words < len(tags)


_SUSPICIONS = (
    ("crypto or investment offer", _is_crypto),
    ("fake support number", _is_fake_support),
    ("coupon or referral link", _is_coupon),
    ("offers a service", _is_service_offer),
    ("little but links", _is_link_flood),
    ("little but hashtags", _is_tag_flood),
)
