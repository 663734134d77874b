"""Send what was raised: through an outbox, so that a kill loses no message and repeats none.

Which alerts a message holds is stored before it is sent, and that it was sent right after. Killed
in between, it is sent once more with the same key; nothing else is ever sent twice.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from pipeline.alerts.channels import Channel, Message, NotSent
from pipeline.alerts.listed import open_alerts
from pipeline.alerts.mail import mail
from pipeline.alerts.messages import written
from pipeline.alerts.occasions import occasions
from pipeline.alerts.webhook import Webhook
from pipeline.errors import InputError
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.store import Store

_NEWS: Final = timedelta(days=14)  # what was last seen before is history: an old file raises no one
_TRIES: Final = 3  # at once; what still waits is tried again by the next run, for as long as _NEWS


def send_alerts(
    store: Store,
    settings: Settings,
    progress: Progress,
    now: datetime,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Send what no channel of the settings was given yet; was all of it sent?

    Never raises for a channel's sake: why a message did not go out is noted, in one line.
    """
    try:
        ways = channels(settings)
    except InputError as error:
        progress.note(f"Alerts were not sent: {error}")
        return False
    return all([_send_all(store, way, progress, now, sleep) for way in ways])


def send_test(settings: Settings, now: datetime) -> list[str]:
    """Send a message that says it is a test through every channel; their names.

    Raises InputError when there is none, NotSent when one does not work.
    """
    ways = channels(settings)
    if not ways:
        raise InputError(
            "No channel is set. Set TRIBE_ALERT_WEBHOOK, or TRIBE_ALERT_EMAILS and TRIBE_SMTP_URL."
        )
    line = "This is a test: alerts of Tribe reach you here."
    for way in ways:
        try:
            way.send(Message(str(uuid4()), "Tribe: a test", (line,), now))
        except NotSent as error:
            raise NotSent(f"The test was not sent by {way.name}: {error}.", again=False) from None
    return [way.name for way in ways]


def channels(settings: Settings) -> list[Channel]:
    """The ways out that the settings name. Raises InputError for one that cannot be used."""
    ways: list[Channel] = []
    if settings.alert_webhook:
        ways.append(Webhook(settings.alert_webhook.get_secret_value()))
    if settings.alert_emails.strip(" ,"):
        ways.append(mail(settings))
    return ways


def _send_all(
    store: Store, way: Channel, progress: Progress, now: datetime, sleep: Callable[[float], None]
) -> bool:
    _pack(store, way, now)
    with store.connect() as db:
        waiting = list(store.sql.alerts_waiting(db, channel=way.name, since=now - _NEWS))
    for (key,) in waiting:
        error = _send(store, way, str(key), now, sleep)
        if error is not None:
            progress.note(
                f"Alerts wait to be sent by {way.name}: {error}. The next run tries again."
            )
            return False
        progress.count("messages sent", 1)
    return True


def _pack(store: Store, way: Channel, now: datetime) -> None:
    """Put what the channel was not given yet into a message an occasion."""
    since = now.date() - _NEWS
    with store.connect() as db:
        store.sql.alerts_lock_outbox(db)
        for brand_id, ids in list(store.sql.alerts_unsent(db, channel=way.name, since=since)):
            for occasion in occasions(open_alerts(store, brand_id)):
                fresh = occasion[occasion["id"].isin(ids)]
                if fresh.empty:
                    continue
                title, lines = written(occasion, fresh)
                told = {"alerts": fresh["id"].tolist(), "title": title, "lines": lines, "at": now}
                store.sql.alerts_add_message(db, brand_id=brand_id, channel=way.name, **told)


def _send(
    store: Store, way: Channel, key: str, now: datetime, sleep: Callable[[float], None]
) -> str | None:
    """Send one message, held against other senders; why it did not go out, None when it did."""
    with store.connect() as db:
        row = store.sql.alerts_take_message(db, key=key)
        if row is None:
            return None
        message = Message(key, row[0], tuple(row[1]), row[2])
        error: str | None = None
        try:
            _patient(sleep)(way.send, message)
        except NotSent as refused:
            error = str(refused)
        store.sql.alerts_tried(db, key=key, error=error, sent_at=None if error else now)
    return error


def _patient(sleep: Callable[[float], None]) -> Retrying:
    return Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, NotSent) and error.again),
        stop=stop_after_attempt(_TRIES),
        wait=wait_exponential(multiplier=1),
        sleep=sleep,
        reraise=True,
    )
