"""`python -m desktop`, the same as `sidetone`."""

import sys


def run() -> int:
    """Run the command line with this process's arguments; the entry point of `sidetone`."""
    from desktop.app.cli.entry import main

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
