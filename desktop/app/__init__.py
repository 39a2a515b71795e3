"""The composition root: the command line, the container, the engine thread and the window's start.

Nothing here is imported by another floor. The command line loads what it needs and no more: `--help` and
a command that is handed to the running program import neither Qt nor httpx nor apsw.
"""
