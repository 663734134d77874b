"""Is a post suspected spam, and why? Precision first: a wrong suspicion silences a customer.

Spam sells or promises something typical (a topic) and tells the reader what to do about it (an
act). A topic alone is talk, an act alone is help; the suspicion needs both, and a topic that
honest people mention too needs two acts.
"""

import re

from pipeline.intake.spam_cues import ACTS, LINK, PHONE, TOPICS, any_of

# Somebody poses as a company's support: a number or messenger, help, an order.
_OWN_STORY = any_of(
    r"\b(?:i|i'm|i've|i’ve|we|we've|we’ve)\b.{0,25}\b(?:called|tried|dialled|dialed|phoned|spoke|"
    r"waited|been|was|were|got|have|had|am|are not|keep|kept|can.?t|cannot|need|want)\b",
    r"\b(?:on hold|hung up|no answer|nobody|no one|why is|why are|please call me|call me|my )\b",
)
_SUPPORT = any_of(
    r"\b(?:customer (?:care|service|support)|help ?line|help ?desk|tech(?:nical)? support)\b",
    r"\btoll[- ]?free\b|\bofficial whats ?app\b",
    r"\b(?:care|service|support|refund|contact) (?:number|agent|desk|team)\b",
    r"\brefunds?\b",
)
_USE_IT = any_of(r"\b(?:call|dial|ring|kindly|message (?:our|us)|contact (?:our|us|on|at))\b")
_SUPPORT_STEMS = ("call", "dial", "ring", "kindly", "message", "contact")
_CHANNEL = any_of(PHONE, r"\bwhats ?app\b", r"\btelegram\b")

# Spam comes to its point; a long post that mentions a coupon somewhere is not one.
_READ_CHARACTERS = 1_000
_MANY_LINKS = 4
_MANY_TAGS = 10
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"(?<!\w)#\w+")
_URL = re.compile(LINK, re.IGNORECASE)


def spam_reason(text: str) -> str | None:
    """The suspicion in a few words, None for no suspicion."""
    text = text[:_READ_CHARACTERS]
    lower = text.lower()
    acts = None
    for topic in TOPICS:
        if any(map(lower.__contains__, topic.stems)) and topic.pattern.search(text):
            acts = _acts(text) if acts is None else acts
            if acts >= topic.acts:
                return topic.reason
    if _poses_as_support(text, lower):
        return "poses as support"
    return _flood(text, lower)


def _acts(text: str) -> int:
    return sum(bool(act.search(text)) for act in ACTS)


def _poses_as_support(text: str, lower: str) -> bool:
    if not any(map(lower.__contains__, _SUPPORT_STEMS)):
        return False
    cues = (_SUPPORT, _USE_IT, _CHANNEL)
    return all(cue.search(text) for cue in cues) and not _OWN_STORY.search(text)


def _flood(text: str, lower: str) -> str | None:
    if text.count("#") < _MANY_TAGS and text.count("/") + lower.count("www.") < _MANY_LINKS:
        return None
    links, tags = len(_URL.findall(text)), len(_TAG.findall(text))
    if links < _MANY_LINKS and tags < _MANY_TAGS:
        return None
    words = len(_WORD.findall(_TAG.sub(" ", _URL.sub(" ", text))))
    if links >= _MANY_LINKS and words < 4 * links:
        return "little but links"
    return "little but hashtags" if tags >= _MANY_TAGS and words < tags else None
