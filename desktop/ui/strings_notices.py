"""Fixed texts of the notices that the desktop shows."""

WHILE_QUIET = "While notifications were off"
