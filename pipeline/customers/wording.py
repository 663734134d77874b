"""The words by which customers leave, switch, ask peers and ask the brand; English only.

Patterns are for one sentence in small letters in which brands' names stand as «key» (`cues`).
"""

import re
from typing import Final

NAME: Final = r"«[^»]+»"
_LEFT, _TAKEN = r"«(?P<left>[^»]+)»", r"«(?P<taken>[^»]+)»"


def _of(words: str) -> str:
    """One of these words; a word of several parts is written with underscores."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# Who does it: the writer, or nobody named at the beginning («Cancelled mine today»).
SELF: Final = _any(
    r"\b" + _of("i i'm i've im ive i'll i'd we we've we're we'll my our me mine us") + r"\b"
)
OTHERS: Final = _any(
    r"\b"
    + _of(
        r"they people users? everyone everybody anyone anybody someone somebody you he she many "
        r"others customers folks company companies ceo investors those redditors comment\w* "
        r"girlfriend boyfriend friend posts?"
    )
    + r"\b"
)
UNSURE: Final = _any(
    r"\b"
    + _of(
        r"would wouldn't if should could might may can can't cannot couldn't how unless thinking "
        r"think_about consider(?:ing)? contemplat\w+ tempted debating wonder\w* "
        r"looking want(?:ed)? wish never don't didn't haven't tried_to trying_to unable_to "
        r"impossible almost nearly until why not dismissing instead_of before accidentally"
    )
    + r"\b",
    r"\?$",
)

_THING = (
    "(?:"
    + NAME
    + "|"
    + _of(
        "app apps account subscription subscriptions sub subs membership plan premium plus super "
        "max pro service contract order box boxes it them this mine ours both everything"
    )
    + ")"
)
_NEAR = r"(?:(?!for |with |at |because )[\w',/-]+ ){0,3}?"
LEAVES: Final = _any(
    r"\b"
    + _of(
        "cancell?(?:ed|ing) delet(?:ed|ing) uninstall(?:ed|ing) quit quitting ditch(?:ed|ing) "
        "dump(?:ed|ing) abandon(?:ed|ing) stopped_(?:using|paying(?:_for)?|buying|ordering) "
        "done_with gave_up_on giving_up_on moved_on_from boycott(?:ed|ing) said_goodbye_to "
        "not_renewing won't_(?:be_)?(?:renew|resubscrib)(?:ing)?"
    )
    + rf" {_NEAR}{_THING}(?!\w)(?! (?:and|then) re)",
    rf"\b(?:left|leaving|dropp(?:ed|ing)) (?:the |my |this )?(?:{NAME}|app|service)(?!\w)",
    r"\bclos(?:ed|ing) (?:my|our|the) account",
    r"\bunsub(?:scrib)?b?(?:ed|ing)\b",
    r"\buninstalled\b",
    r"\b(?:i quit|i'm done|i am done)\b|\bi'm out(?= ?(?:[.,!]|$))",
    r"(?:^|(?<=\bi )|(?<=\bi've )|(?<=\bi just )|(?<=\bwe )|(?<=\balready )|(?<=^just )|(?<=^and ))"
    r"(?:cancell?ed|deleted|quit)\b(?! by)(?!.{0,30}\bre-?install)",
    r"\bmy (?:subscription|account|membership) (?:is |was |has been )?"
    r"(?:cancell?ed|deleted|closed)",
)
WILL_LEAVE: Final = _any(
    r"\b"
    + _of(
        "i'll i_will i'm_going_to i_am_going_to i'm_gonna gonna going_to about_to time_to "
        "plan(?:ning)?_to we_will we'll decided_to have_to had_to need_to"
    )
    + r" (?:be )?(?:\w+ )?(?:(?:cancell?(?:ing)?|quit|delete|leav(?:e|ing)|ditch|drop|boycott) "
    + rf"(?:my |the |this )?{_THING}|uninstall|unsubscribe|say goodbye|"
    + r"stop (?:using|paying))(?!\w)",
    r"\b(?:won't|will not|not) (?:be )?(?:renew|resubscrib|com(?:e|ing) back|go(?:ing)? back)\w*",
)
# Without one of these, no probability of the head is taken for it that somebody leaves.
OF_LEAVING: Final = _any(
    r"\b"
    + _of(
        r"cancel\w* unsub\w* uninstall\w* delet\w* quit\w* boycott\w* leaving i_left left_the "
        r"switch\w* ditch\w* dump\w* goodbye i'm_done done_with over_to gone_to moved_(?:over|to) "
        r"renew\w* resubscrib\w* expire i(?:'ve)?_stopped stopped_(?:using|paying|playing) gave_up "
        r"giv(?:e|ing|en)_up no_longer_(?:use|using|pay|paying|worth) streak_(?:go|expire|die) "
        r"(?:dropped|broke)_my lost_a_(?:customer|subscriber) (?:not|never)_(?:going|coming)_back "
        r"good_riddance never_again going_to_get_\w+_\w+_and_go walk(?:ed|ing)_away"
    )
    + r"\b"
)

_MOVED = _of(
    "switch(?:ed|ing) mov(?:ed|ing) migrat(?:ed|ing) gone went going came come coming "
    "jump(?:ed|ing) transferr(?:ed|ing) convert(?:ed|ing) defect(?:ed|ing) switch"
)
_OVER = "(?:" + _of("over across away entirely completely fully straight back recently now") + " )*"
_DROPPED = _of(
    "left leaving ditch(?:ed|ing) dropp(?:ed|ing) dump(?:ed|ing) quit quitting swapp(?:ed|ing) "
    "trad(?:ed|ing) replac(?:ed|ing) cancell?(?:ed|ing) delet(?:ed|ing) abandon(?:ed|ing) "
    "gave_up(?:_on)? unsubscribed_from stopped_using"
)
_AND_WENT = (
    r"and (?:[\w']+ )?(?:went|gone|moved|switched|got|started|joined) (?:over )?"
    r"(?:to |with |using )?"
)
SWITCHES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_MOVED} {_OVER}from (?:[\w']+ ){{0,2}}{_LEFT}(?:'s)?,? (?:\w+ ){{0,3}}?(?:over )?to "
        rf"(?:[\w']+ )?{_TAKEN}",
        rf"\bfrom {_LEFT} (?:over )?to {_TAKEN}",
        rf"\b{_MOVED} {_OVER}to (?:using |the )?{_TAKEN} (?:instead of|from|after) "
        rf"(?:[\w']+ )?{_LEFT}",
        rf"\b{_DROPPED} (?:[\w']+ ){{0,4}}?{_LEFT}(?: [\w']+){{0,4}}? (?:for|with|to|{_AND_WENT})"
        rf"(?: ?[\w']+ ){{0,2}}? ?{_TAKEN}",
        rf"\b(?:use|using|trying|try|joined|chose|picked|bought) {_TAKEN} (?:now )?instead of "
        rf"(?:[\w']+ )?{_LEFT}",
        rf"\b{_MOVED} {_OVER}to (?:using |the )?{_TAKEN}",
        rf"\b(?:using|joined|trying|started|use|on|picked|chose) {_TAKEN} (?:now|instead)\b",
        rf"\b{_DROPPED} (?:[\w']+ ){{0,4}}?(?:for|{_AND_WENT}){_TAKEN}",
        rf"\b{_MOVED} {_OVER}from (?:[\w']+ ){{0,2}}{_LEFT}",
        rf"\b(?:left|ditched|dropped|dumped|quit|leaving) (?:the other one, )?{_LEFT}",
    )
)

_OFFERS = _of(
    "apps? options? brands? services? products? ones? sites? alternatives? programs? platforms? "
    "kits? company companies shops? tools? resources?"
)
ASKS: Final = _any(
    r"\b(?:alternative|recommendation|suggestion|replacement|substitute)s?\b",
    r"\b(?:you|you guys|anyone|anybody|someone|y'all) (?:\w+ )?(?:recommend\w*|suggest\w*)",
    r"\bworth "
    + _of("it the paying buying getting trying subscribing switching upgrading my a")
    + r"\b",
    r"\bshould (?:i|we)(?: not)? (?:\w+ )?"
    + _of(
        "buy get go try subscribe sign upgrade switch pay use start join choose pick order move "
        "stay cancel stick"
    )
    + r"\b",
    r"\bshould i not\b",
    r"\b(?:any|some|is there|are there|what|which|other|a) (?:\w+ )?"
    rf"(?:good|better|best|decent|similar|other|free) (?:\w+ ){{0,3}}?{_OFFERS}\b",
    r"\b(?:what|which) (?:\w+ )?(?:app|brand|service|one|kit|company|platform|program)s? "
    r"(?:\w+ ){0,8}?"
    r"(?:use|using|recommend|switch\w*|mov\w*|better|best|do you|are you|would you|should)\b",
    r"\bwhat (?:do|are|would|should|did) (?:you|people|y'all|everyone|i|we)(?: all| guys)? "
    r"(?:us(?:e|ing)|switch\w*|recommend\w*|go\w*|buy\w*)",
    rf"{NAME} (?:or|vs\.?|versus) {NAME}",
    rf"{NAME} (?:any )?(?:good|better|worth)\b",
    rf"\b(?:is|are|how is|how's|how good is|does|do) {NAME}(?:'s)?\b.* "
    r"(?:good|better|worth|ok|okay|safe|reliable|stay|cold)\b",
    rf"\b(?:anyone|you) (?:tried|used|use) {NAME}",
    rf"\bopinions? (?:of|on) {NAME}",
    rf"\b(?:thoughts on|experience with) {NAME}",
    r"\bwhere (?:do|should|would|did) (?:you|i|we) (?:go|switch|move)\b",
    r"\bwhich does\b",
    r"\bwho's moved to\b",
)

_DO = _of(
    "add bring fix let give make stop remove allow put keep return restore consider change don't "
    "do_not include offer open support improve update turn get_rid reconsider release listen "
    "go_back roll_back revert hire refund send show provide get start have create answer implement "
    "reinstate introduce explain cut lower drop teach develop focus rethink undo end"
)
_COMPANY = rf"(?:they|{NAME}|the (?:company|devs?|developers?|team|app|ceo))"
# Asked of the company, by their grammar.
REQUESTS: Final = _any(
    r"\bbring (?!you |me |us )(?:\w+ ){0,4}?back\b",
    r"\bfeature request\b",
    r"\bpetition to (?:make|keep|bring)\b",
    rf"\b(?:i|we) (?:really |just |also |so )?wish (?:{_COMPANY}|there)"
    r"(?:'d| would| could| was| were| had)\b",
    r"\bwish there (?:was|were) (?:a|an) (?:option|setting|way)\b",
    rf"\bhope (?:they|{NAME}) (?:bring|add|fix|change|listen|go back|return)\b",
    r"\b(?:would|'d) (?:really |also |absolutely )?(?:like|love)(?: it)? "
    rf"(?:to see {_COMPANY}|if {_COMPANY}|to see (?:them|an option)|an? option|for (?:them|{NAME})|"
    r"the option)(?!\w)",
    r"\b(?:would|'d) be (?:nice|great|good|cool|helpful) "
    rf"(?:if {_COMPANY}|to have (?:a|an|the))(?!\w)",
    rf"\b{_COMPANY} (?:really |just )?(?:should|need to|needs to|must|ought to) "
    rf"(?:at least |really |just )?{_DO}\b",
    rf"\b(?:can|could|will|would) (?:they|{NAME}) (?:please )?"
    r"(?:add|make|bring|fix|stop|give|let|include)\b",
)
NO_REQUEST: Final = _any(
    r"\b(?:nothing|never|literally bring|(?:doesn't|don't|not) (?:mean|think|say)|why|how)\b"
)
# Asked of whoever reads; that is the company only where nobody else is answered.
PLEAS: Final = _any(
    rf"\b(?:please|pls|plz) (?:just |at least )?{_DO}\b(?! (?:me|us|it|tell|explain)\b(?: know)?)",
    rf"\b{_DO} (?:[\w']+ ){{1,6}}(?:please|pls|plz)$",
    r"\b(?:my |a )request:",
    r"\b(?:can|could) (?:you|we) (?:please )?(?:have|add|bring|fix|stop|include|get)\b",
    r"^(?:let us|give us|give me (?:my|the)) ",
    r"^(?:stop|fix|bring back|add) (?:the|my|this|these|more)\b",
    r"\bi want (?:my|a) (?:\w+ )?(?:money|refund|streak)\b",
    r"\bis there a (?:switch|setting|way|toggle) (?:for|to)\b",
    r"^[\w ]{2,30} please$",
)
