"""The command line: one module for each group of commands, all on the services the window uses."""
