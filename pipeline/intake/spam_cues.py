"""What spam is typically about, and what it tells its reader to do: the cues behind a suspicion."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """Something that spam is typically about; `acts` is how many acts make it suspect.

    No text fits the pattern without one of the `stems` in its lower-case form: cheap to ask first.
    """

    reason: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    acts: int


def any_of(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE | re.DOTALL)


_MONEY = r"(?:[£$€₹]\s?\d[\d,.]*k?|\d[\d,.]*\s?(?:£|\$|€|usd|dollars|pounds|euros|btc|eth|usdt))"
_PERIOD = r"(?:a|an|per|every|each|/)\s?(?:day|week|month|hour|mon|tues|wednes|thurs|fri)\w*"
PHONE = r"(?<![\w/.-])\+?\(?\d[\d().\s-]{6,}\d(?![\w/-])"
LINK = r"https?://\S+|www\.\S+|\b[\w-]+\.(?:com|net|org|co|io|me|ly|shop|xyz|info|site|club)/\S+"

TOPICS = (
    Topic(
        "investment offer",
        (
            "drop",
            "your money",
            "your crypto",
            "your b",
            "your invest",
            "guaranteed",
            "risk",
            "forex",
            "crypto",
            "bitcoin",
            "binary",
            "trad",
            "invest",
        ),
        any_of(
            r"\bair-?drops?\b.{0,80}\b(?:claim|free|wallet|token)",
            r"\b(?:double|triple|multiply|10x|100x) your (?:money|crypto|btc|bitcoin|investment)\b",
            r"\bguaranteed (?:returns?|profits?|income)\b",
            r"\b(?:no|zero|without) risk\b.{0,60}\b(?:profit|invest|trad|app|telegram|bio)",
            r"\b(?:forex|crypto|bitcoin|binary) ?(?:options?)? ?(?:trad\w+|signals?|mentor)\b",
            r"\b(?:mr|mrs|ms|miss|dr|sir|madam)\.? \w+.{0,30}\b(?:forex|trad(?:er|es|ing)|invest)",
        ),
        acts=1,
    ),
    Topic(
        "investment offer",
        ("£", "$", "€", "₹", "usd", "dollars", "pounds", "euros", "btc", "eth"),
        any_of(
            rf"\b(?:earns?|makes?|made|pays|paid me|takes? out|profits?|returns? of)\b"
            rf".{{0,30}}{_MONEY}\+? (?:\w+ )?{_PERIOD}",
        ),
        acts=1,
    ),
    Topic(
        "job bait",
        ("captcha", "from home", "online", "your phone", "only need"),
        any_of(
            r"\btyping captchas?\b",
            r"\bwork from home\b.{0,80}\b(?:earn|income|\$|£|€)",
            r"\b(?:earn|make) (?:money|cash) (?:online|from (?:home|your phone))\b",
            rf"\bonly need {_MONEY} to (?:start|join)\b",
        ),
        acts=1,
    ),
    Topic(
        "gambling",
        ("spin", "deposit", "casino", "sure ", "betting"),
        any_of(
            r"\bfree spins?\b",
            r"\bno[- ]deposit\b.{0,40}\b(?:bonus|spins?|casino|uk|players)",
            r"\b(?:online )?casino\b.{0,60}\b(?:bonus|win|play|join)",
            r"\bsure (?:odds|wins?)\b",
            r"\bbetting tips\b",
        ),
        acts=1,
    ),
    Topic(
        "asks for bank or login details",
        (
            "number",
            "detail",
            "information",
            "credential",
            "seed phrase",
            "wallet",
            "anydesk",
            "teamviewer",
            "code",
            "card",
        ),
        any_of(
            r"\b(?:with|send|fill|enter|give|provide|submit|confirm|verify)\b.{0,25}\b"
            r"(?:card|bank|account|wallet|login) (?:number|details|information|credentials)\b",
            r"\bseed phrase\b",
            r"\bconnect your wallet\b",
            r"\b(?:in|via|through|download|install|using) (?:anydesk|teamviewer)\b",
            r"\b(?:send|give|show)\b.{0,15}\b(?:pic|photo|picture)s? of (?:the )?(?:code|card)\b",
        ),
        acts=1,
    ),
    Topic(
        "coupon or referral",
        ("code", "link", "%"),
        any_of(
            r"\b(?:enter|apply|use) this (?:\w+ )?(?:code|link)\b",
            r"\b(?:promo|discount|coupon|referral|voucher|invite) ?(?:code|link)s?\b",
            r"\b\d{2} ?% (?:off|discount)\b",
            r"\bcode ?(?:=>|->|:|=) ?[A-Z0-9]{4,}",
        ),
        acts=2,
    ),
    Topic(
        "coupon or referral",
        ("code", "link"),
        any_of(r"\b(?:use|enter|apply|with) (?:my|our) (?:\w+ )?(?:code|link)\b"),
        acts=1,
    ),
    Topic(
        "giveaway bait",
        ("complete", "free ", "selected", "you won", "ve won", "claim"),
        any_of(
            r"\bcomplete \d+ (?:\w+ )?(?:surveys?|offers?|tasks?)\b",
            r"\bfree (?:gift ?cards?|iphones?|ipads?|premium account|robux|v-?bucks|followers)\b",
            r"\byou(?:'ve| have)? (?:been selected|won (?:a|an|the|\$|£|€))\b",
            r"\bclaim (?:your|the) (?:\w+ ){0,3}(?:prize|reward|refund|compensation|gift|bonus)\b",
        ),
        acts=2,
    ),
    Topic(
        "sales pitch",
        (
            "gift",
            "voucher",
            "account",
            "seller",
            "vendor",
            "plug",
            "clearance",
            "left",
            "remaining",
            "stock",
            "today only",
            "vpn",
            "iptv",
            "apk",
            "crack",
            "windows key",
            "price",
            "rate",
            "quality",
            "deal",
            "=hyperlink",
            "=importxml",
            "=cmd",
        ),
        any_of(
            r"\bi (?:buy|sell|am (?:buying|selling))\b.{0,25}\b(?:gift ?cards?|vouchers?)",
            r"\b(?:trusted|verified|legit) (?:seller|vendor|plug)\b",
            r"\b\d{2} ?% clearance\b",
            r"\b(?:only|just|stock) \d+ (?:left|remaining|in stock)\b",
            rf"\bonly {_MONEY} .{{0,40}}\btoday only\b",
            r"\b(?:vpn|iptv|apk|crack(?:ed)?|windows key|netflix account)s? for\b",
            r"\b(?:cheap|best) (?:price|rate|quality|deal)s?,? .{0,40}\b(?:ship|deliver|order)",
            r"^=(?:hyperlink|importxml|cmd)\b",
        ),
        acts=1,
    ),
    Topic(
        "marketing service",
        (
            "follow",
            "backlink",
            "back link",
            "rank",
            "seo",
            "design",
            "lead gen",
            "outbound",
            "smm",
            "we help",
            "subscribers",
            "star review",
        ),
        any_of(
            r"\b(?:do-?follow|back ?links?)\b.{0,60}(?:\$|£|€|cheap|price|contact|offer)",
            r"\brank (?:your|ur) (?:website|web ?site|site|app|business)\b",
            r"\b(?:seo|web ?design|lead generation|outbound|smm) (?:service|agency|expert|package)",
            r"\bwe help(?:ed)? (?:a |an )?(?:\w+ ){0,4}(?:10x|2x|3x|5x|double|triple|scale|grow)\b",
            r"\b(?:buy|get|gain|sell) (?:\w+ ){0,2}(?:followers|subscribers|5 star reviews)\b",
        ),
        acts=1,
    ),
    Topic(
        "account service",
        ("hack", "recover", "unlock", "restore", "unban", "back"),
        any_of(
            r"\b(?:hacker|hacking expert|recovery expert|ethical hack\w+)\b.{0,120}\b"
            r"(?:account|funds?|wallet|phone|whats ?app|instagram|spouse|money)",
            r"\b(?:recover|unlock|restore|unban)(?:ed|s)? (?:my|your|any) (?:\w+ ){0,3}"
            r"(?:account|funds?|wallet|money).{0,80}\b(?:thanks to|contact|dm|reach|whats ?app)",
            r"\b(?:got|get|gets|recover\w*)\b.{0,40}\b(?:money|funds?|everything|account)\b.{0,60}"
            r"\b(?:contact|dm|message|reach|text) (?:him|her)\b",
        ),
        acts=1,
    ),
    Topic(
        "miracle cure",
        ("doctor", "lose ", "lost ", "drop", "shed ", "fat ", "cure", "remedy"),
        any_of(
            r"\bdoctors? (?:hate|don.?t want)\b",
            r"\b(?:lose|lost|drop|dropped|shed) \d+ ?(?:kg|kgs|lbs?|pounds|kilos|stone) in \d+\b",
            r"\b(?:belly )?fat (?:just )?(?:leaves|melts?|burn(?:s|er|ing)?|vanish\w*|falls)\b",
            r"\b(?:herbal|natural) (?:cure|remedy)\b.{0,80}\b(?:herpes|diabetes|hiv|cancer|dr)",
        ),
        acts=1,
    ),
    Topic(
        "spell caster",
        ("spell", "spiritual", "magic", "lost ", "ex lo", "ex hu"),
        any_of(
            r"\b(?:spell ?caster|love spells?|spiritual (?:reader|healer)|black magic)\b",
            r"\b(?:bring|brought|get) (?:back )?(?:my |your )?(?:lost|ex) (?:lover|love|husband)",
        ),
        acts=0,
    ),
    Topic(
        "dating or adult",
        (
            "looking for",
            "searching for",
            "seeking",
            "lonely",
            "hot ",
            "sugar ",
            "onlyfans",
            "nudes",
            "private ",
        ),
        any_of(
            r"\b(?:looking|search\w*|seeking) for (?:a )?(?:serious|honest|rich|generous|real) "
            r"(?:man|men|woman|women|guy|lady|relationship)\b",
            r"\blonely tonight\b",
            r"\bhot (?:singles|girls|babes|moms)\b",
            r"\bsugar (?:daddy|mommy|momma)\b",
            r"\b(?:my )?(?:onlyfans|nudes|private (?:cam|pics|video))\b",
        ),
        acts=1,
    ),
)

ACTS = (
    any_of(r"\bwhats ?app\b|\btelegram\b|\bt\.me/|\bwa\.me/"),
    any_of(
        r"\b(?:link|tap|see|check|in|on|visit|click)\b.{0,20}\b(?:my |the |our )?(?:bio|profile)\b",
        r"\bclick my (?:name|profile|page|link)\b",
    ),
    any_of(
        r"\b(?:dm|inbox|pm|text|write|message|e-?mail|contact|call|reach|ask|hit)(?: out to)? "
        r"(?:me|us|our|him|her|now|up|for|on|at)\b",
        r"\b(?:inbox|contact|dm|message)\b[.!]*$",
        r"\bsearch (?:for )?(?:him|her|us|me|[A-Z]\w+[A-Z]\w+)\b",
        r"\bserious (?:people|buyers?|persons?|only)\b",
    ),
    any_of(LINK),
    any_of(r"\b(?:click|tap|sign up|register|claim|download|subscribe|join)\b"),
    any_of(
        r"\b(?:today only|working today|limited(?:[- ](?:time|offer|stock|spots))?|hurry|act now|"
        r"last chance|go go go|ends (?:today|tonight|soon)|or lose it|before they(?: are|'re)? go)",
    ),
    any_of(
        r"\b(?:i|we both|you|you both) get\b|\bget (?:yours|\$|£|€|\d)|\bbless\b|\bthank me later"
    ),
    any_of(
        r"\b(?:only|for) [£$€]\d|[£$€]\d+ off\b|\bsend (?:pic|code|money|me)\b|\bwelcome bonus\b"
    ),
    any_of(r"\b100 ?%|\bguaranteed?\b|\blegit\b|\bverified\b|\btrusted\b|\bno scam\b"),
)
