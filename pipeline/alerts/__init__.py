"""Alerts: what of a brand left what is usual, stored once, sent once, acknowledged by a person."""

from pipeline.alerts.listed import ALERTS, acknowledge, all_alerts, open_alerts
from pipeline.alerts.occasions import occasions
from pipeline.alerts.refresh import raise_alerts
from pipeline.alerts.sending import channels, send_alerts, send_test

__all__ = [
    "ALERTS",
    "acknowledge",
    "all_alerts",
    "channels",
    "occasions",
    "open_alerts",
    "raise_alerts",
    "send_alerts",
    "send_test",
]
