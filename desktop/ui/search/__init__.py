"""Finding whom to call: one field, a few rows, the same in the command bar and in quick dial."""
