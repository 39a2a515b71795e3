"""Takes what Qt says to the log, which keeps it off the terminal unless it is critical."""

import os

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler

LOGGER = "qt"
_LEVELS = {  # of the module logging, which is not imported for the first paint
    QtMsgType.QtDebugMsg: 10,
    QtMsgType.QtInfoMsg: 20,
    QtMsgType.QtWarningMsg: 30,
    QtMsgType.QtCriticalMsg: 40,
    QtMsgType.QtFatalMsg: 50,
}


def install() -> None:
    """Take Qt's messages from now on.

    FFmpeg writes to the terminal by itself unless this variable lets Qt take it. Then it tells everything
    it does, the texts inside a recording too, so that only its warnings and errors are let through.
    """
    os.environ.setdefault("QT_FFMPEG_DEBUG", "1")
    QLoggingCategory.setFilterRules("default.debug=false\ndefault.info=false")
    qInstallMessageHandler(_take)


def _take(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    import logging

    category = context.category or ""
    name = category.removeprefix(f"{LOGGER}.") if category != "default" else ""
    logger = logging.getLogger(f"{LOGGER}.{name}" if name else LOGGER)
    logger.log(_LEVELS.get(kind, 30), "%s", text.strip().strip('"'))
