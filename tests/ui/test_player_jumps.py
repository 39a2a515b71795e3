"""Where playback goes instead of on."""

import pytest

from desktop.ui.player.jumps import jump

SILENCES = ((2.0, 4.0), (8.0, 10.0))


@pytest.mark.parametrize(
    ("before", "now", "loop", "silences", "place"),
    [
        (0.0, 0.1, None, (), None),
        (4.9, 5.0, (3.0, 5.0), (), 3.0),
        (4.8, 4.9, (3.0, 5.0), (), None),
        (6.0, 6.1, (3.0, 5.0), (), None),  # went beyond it on purpose
        (1.9, 2.0, None, SILENCES, 4.0),
        (3.0, 3.1, None, SILENCES, 4.0),
        (4.0, 4.1, None, SILENCES, None),
        (5.0, 5.1, None, SILENCES, None),
        (7.9, 8.05, None, SILENCES, 10.0),
        (10.0, 10.1, None, SILENCES, None),
        (1.9, 2.1, (1.0, 5.0), SILENCES, 4.0),
        (1.9, 2.1, (1.0, 3.0), SILENCES, None),  # the loop ends in the silence: it is played
        (2.9, 3.0, (1.0, 3.0), SILENCES, 1.0),
        (3.0, 3.1, (1.0, 3.0), SILENCES, 4.0),  # beyond the loop it is skipped again
    ],
)
def test_loops_and_silences(before, now, loop, silences, place):
    assert jump(before, now, loop, silences) == place
