"""Texts with values in them of what Sidetone is on the desktop."""

from desktop.domain.presence import LinksState
from desktop.ui import sentences
from desktop.ui import strings_presence as strings


def links(state: LinksState) -> str:
    """Say what a click on a number does, and what opens instead where that is not Sidetone."""
    by_program: dict[str, list[str]] = {}
    for scheme, program in state.others:
        by_program.setdefault(program, []).append(scheme)
    if not by_program:
        return strings.LINKS_TEXT
    if len(by_program) == 1 and not state.ours:
        (program,) = by_program
        return f"{strings.LINKS_TEXT} Now {program or 'nothing'} opens them."
    known = [
        f"{sentences.together(schemes)} links open {program or 'nothing'}"
        for program, schemes in sorted(by_program.items(), key=lambda one: not one[0])
    ]
    return f"{strings.LINKS_TEXT} Now {', and '.join(known)}."
