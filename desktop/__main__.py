"""`python -m desktop`, the same as `sidetone`."""

import sys


def run() -> int:
    """Run the command line with this process's arguments; the entry point of `sidetone`."""
    try:
        from desktop.app.knock import knock

        argv = sys.argv[1:]
        code = knock(argv)
        if code is None:
            from desktop.app.start import window_alone

            code = window_alone(argv)
        if code is None:
            from desktop.app.cli.entry import main

            code = main(argv)
    except KeyboardInterrupt:  # during the imports
        return 130
    return code


if __name__ == "__main__":
    sys.exit(run())
