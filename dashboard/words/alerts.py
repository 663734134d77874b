"""Words of the page of alerts."""

from typing import Final

ALERT_KIND: Final = {
    "spike": "Spike",
    "drop": "Drop",
    "birth": "New story",
    "turn": "Turn",
}
ALERTS_NOTE: Final = (
    "Every day is compared with what is usual for its weekday in the half year before. Days and "
    "sources that were not wholly read are left out. Chance alone raises less than one alert a "
    "month. Alerts of the same days are one occasion, headed by the one that explains most."
)
NO_ALERT_TITLE: Final = "Nothing to look at"
NO_ALERT: Final = (
    "What is said about {name} keeps to its usual ups and downs, or nobody has read enough of it "
    "yet: alerts need six weeks that were wholly read."
)
ALL_SEEN: Final = "Somebody has seen every alert. They are listed below."
OPEN_ALERTS: Final = "{count} alerts are open"
ONE_OPEN_ALERT: Final = "1 alert is open"
OPEN_ON: Final = "{count} alerts on {on} are open"
ONE_OCCASION: Final = "one occasion"
OCCASIONS: Final = "{count} occasions"
ONE_MORE: Final = "1 more alert of these days"
SO_MANY_MORE: Final = "{count} more alerts of these days"
NO_OPEN_ALERT: Final = "No alert is open"
READ_ALERTED: Final = "Read the posts"
MORE_ALERTS: Final = "And {count} older ones: python -m pipeline alerts list --all"
LASTING: Final = "goes on"
ACKNOWLEDGE: Final = "Seen"
ACKNOWLEDGE_MEANS: Final = "It leaves the list, for everybody, and goes into no further message."
ACKNOWLEDGE_OCCASION: Final = "All {count} seen"
ACKNOWLEDGE_ALL: Final = "All seen"
ACKNOWLEDGED: Final = "Seen before"
SEEN_BY: Final = "seen by {who} on {when}"
SOMEBODY: Final = "somebody in the dashboard"
WHO_IS_TOLD: Final = "Who is told"
TOLD_BY: Final = {"webhook": "a webhook", "email": "mail"}
TOLD: Final = (
    "New alerts go out by {ways}, each once, a message an occasion, when new posts are processed."
)
TOLD_NOBODY: Final = "Alerts are shown here and sent to nobody"
TELL: Final = "Set one of these where the worker runs, or both, and try it with the last command."
TELL_STEPS: Final = (
    (
        "A webhook (Slack, Mattermost and what takes the same):",
        "TRIBE_ALERT_WEBHOOK=https://hooks.slack.com/services/…",
    ),
    (
        "Mail, through your mail server:",
        "TRIBE_ALERT_EMAILS=ann@example.com,bob@example.com\n"
        "TRIBE_SMTP_URL=smtp://user:password@mail.example.com:587",
    ),
    ("Send a test:", "python -m pipeline alerts send --test"),
)
