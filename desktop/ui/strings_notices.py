"""Fixed texts of the notices that the desktop shows."""

WHILE_QUIET = "While notifications were off"
VOICEMAIL_WITHHELD = "Voicemail, number withheld"
TRANSCRIPT_READY = "Transcript ready"
UPLOAD_DONE = "Upload finished"
UPLOAD_STOPPED = "Upload stopped"
SIGN_IN_THERE = "Open Sidetone to sign in."
