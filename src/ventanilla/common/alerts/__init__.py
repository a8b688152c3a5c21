"""Alerts: what the operator must be told, whatever is broken.

An alert is a log event of the level error whose name begins with `alert.`: whoever notices something logs it, and needs
nothing of this package but the names in `TEXTS`. The handler of logs (`project/alerting`) keeps it in the folder
`alerts` of the home, one small file a code, and sends it by e-mail. Files, because the database may be what is broken.
"""

from ventanilla.common.alerts.causes import code_of
from ventanilla.common.alerts.folder import Alert, dismiss, keep, list_alerts
from ventanilla.common.alerts.texts import TEXTS, Text

__all__ = ["TEXTS", "Alert", "Text", "code_of", "dismiss", "keep", "list_alerts"]
