"""`python -m desktop.sandbox`."""

import sys

from desktop.sandbox.server import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
