"""The kinds of sentence that are said of a week, and what their numbers and posts must be.

Each kind of sentence is a pattern whose numbers are named, beside a function that finds them again
in the database (tests.prose.truth). A sentence of another kind, a number that no name takes, one
that is another there, and posts that are not those counted: each fails.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from tests.prose import lines, verdicts
from tests.prose.cases import Case, Found, Read
from tests.prose.truth import SIGNED, same, unread


class Kind(NamedTuple):
    """A kind of sentence: how it reads; what its numbers and its posts are."""

    pattern: str
    reckon: Callable[[Case, Read], tuple[Found, set[int]]]


_L: Final = r"“(?P<label>[^”]*)”"
_SURE: Final = r" \(<level> % interval <low> to <high>(?: %)?; n = <n>\)"
_LEVEL: Final = r"<value>(?: % of the say)?" + _SURE
_NOW: Final = (
    r"(?:nobody spoke of it|1 post, by (?:a customer|the brand),|"
    r"<n> posts, all by (?:customers|the brand),|customers wrote <own> of its <n_> posts)"
)
_BEGAN: Final = (
    r"(?P<began>[^;]* alone tells? it, since @since|customers and [^;]* both began it on @both|"
    r"[^;]* began it, [^;]* joined <days> days? later)"
)
_LED: Final = (
    r"(?P<leads>[^;]* led [^;]* by <ahead> weeks on the mean "
    r"\(<level_> % interval <ahead_low> to <ahead_high>\))"
)
_WHO: Final = rf"(?=\S){_BEGAN}?(?:(?:, and )?{_LED})?"
_HEAD: Final = r"(?:(?P<head>Emerging|Rising|Holding|Fading|Dormant|Back again|Up|Down): )?"
KINDS: Final = {
    "too few": Kind(
        r"Too few to tell \(n = <n>; a week needs <minimum> posts\)\.", verdicts.too_few
    ),
    "nothing moved": Kind(
        rf"Nothing moved beyond chance: (?P<dial>net sentiment|customers) (?:is|hold) {_LEVEL}, "
        r"(?:as|<change> points on) the week before\.",
        verdicts.level,
    ),
    "few before": Kind(
        rf"(?P<dial>Net sentiment|Customers) (?:is|hold) {_LEVEL}; "
        r"(?:the week before is too few to compare with \(n = <n0>\)|"
        r"there is no week before to compare with)\.",
        verdicts.level,
    ),
    "moved": Kind(
        r"(?P<dial>Net sentiment|Customers’ share of (?:the say|what is heard)) "
        r"(?P<way>rose|fell) by <change> points to <value>(?: %)? "
        r"\(<level> % interval of the change <low> to <high>; n = <n0>, then <n>\)\.",
        verdicts.moved,
    ),
    "most told": Kind(
        rf"(?:No single narrative explains it; m|M)ost was said on {_L}: <posts> of <n> posts?"
        r"(?:, <posts0> of <n0> the week before)?\.",
        verdicts.told_most,
    ),
    "too few why": Kind(r"Too few to tell why \(n = <n>\)\.", verdicts.too_few_why),
    "no story": Kind(r"No narrative has formed yet(?:, so nobody leads one)?\.", verdicts.no_story),
    "made": Kind(
        rf"{_L} made <total> of the <change> points: (?:it went from <before> posts? to <after>|"
        r"its posts became (?P<way>kinder|harsher) \(<before_> posts, then <after_>\)|"
        r"customers took (?P<way_>more|less) part in it \(<before__> posts, then <after__>\))\.",
        verdicts.made,
    ),
    "unlike": Kind(
        r"<total> of the <change> points are (?:a change of what was read, not of what was said: "
        r".* (?:was|were) (?:in one week only|not wholly read in both weeks)|another model’s, not "
        r"the customers’: .* judged one week only)\.",
        verdicts.unlike,
    ),
    "few led": Kind(rf"Too few to tell who leads {_L} \(n = <n>\)\.", verdicts.few_led),
    "unheard": Kind(
        rf"Customers have told {_L} since (?:at least )?@first, in <n> posts? this week; who leads "
        r"it cannot be told, for no post of .*’s own was read\.",
        verdicts.led,
    ),
    "unheard say": Kind(
        r"Who holds the say cannot be told: no post of .*’s own was read \(n = <n>\)\.",
        verdicts.unheard_say,
    ),
    "alone": Kind(
        rf".* alone tells? {_L}, since (?:at least )?@first: .* (?:has|have) (?:not spoken of it|"
        rf"hardly spoken of it \(<stray> posts?\)); {_NOW} this week\.",
        verdicts.led,
    ),
    "as old as reading": Kind(
        rf"Who began {_L} cannot be told: it was told when reading began, @first; {_NOW} this "
        r"week\.",
        verdicts.led,
    ),
    "both": Kind(
        rf"Customers and .* both spoke of {_L} from @first; {_NOW} this week\.", verdicts.led
    ),
    "began": Kind(
        rf".* began {_L} on @first, <days> days? before .*; {_NOW} this week\.", verdicts.led
    ),
    "few line": Kind(r"Too few to tell \(n = <n>\)\.", lines.few_line),
    "line": Kind(
        rf"{_HEAD}(?:[Nn]one|<posts>) of <n> posts(?: this week|, (?:none|<posts0>) of <n0> the "
        r"week before(?: \((?:no clear change: <low> to <high> points|share <change> points, "
        r"<level> % interval <low_> to <high_>)\))?)"
        r"(?:; it made <part> \(<part_low> to <part_high>\) of (?P<of>\w+ \w+)’s <whole> points)?"
        rf"(?:; {_WHO})?"
        r"(?:; its net sentiment is <tone> \(<tone_low> to <tone_high>; n = <scored> scored\))?\.",
        lines.line,
    ),
    "line of a thin week": Kind(
        rf"{_HEAD}(?:{_WHO}; )?(?:[Nn]one|<posts>) of <n> posts? this week, too few to tell its "
        r"share\.",
        lines.line,
    ),
}


def check(case: Case) -> str:
    """The kind of a sentence, once everything in it was found again."""
    text = case.sentence.text
    for name, kind in KINDS.items():
        match = re.fullmatch(_named(kind.pattern), text)
        if match is None:
            continue
        assert not unread(text, match), (unread(text, match), text)
        figures, posts = kind.reckon(case, Read.of(match))
        for place, written in Read.of(match).items():
            if re.fullmatch(SIGNED, written):
                assert same(written, figures[place]), (place, figures[place], text)
            elif re.match(r"\d", written):
                day = figures[place]
                year = f" {day.year}" if day.year != case.week.year else ""
                assert written == f"{day.day} {day:%b}{year}", (place, day, text)
        assert set(case.sentence.mentions) == posts, (text, len(posts), len(case.sentence.mentions))
        assert len(set(case.sentence.mentions)) == len(case.sentence.mentions), text
        return name
    raise AssertionError(f"A sentence of no known kind: {text}")


def _named(pattern: str) -> str:
    """A pattern in which <name> is a number and @name a day."""
    pattern = re.sub(r"(?<!P)<(\w+)>", lambda found: f"(?P<{found[1]}>{SIGNED})", pattern)
    day = r"\d{1,2} [A-Z][a-z]{2}(?: \d{4})?"
    return re.sub(r"@(\w+)", lambda found: f"(?P<{found[1]}>{day})", pattern)
