"""The first thing that the frozen program does, before PyInstaller's own hooks load `inspect` and the like.

A second start ends here: it hands over what it wants to the window that runs.
"""

import sys

from desktop.app.knock import knock

code = knock(sys.argv[1:])
if code is not None:
    sys.exit(code)
