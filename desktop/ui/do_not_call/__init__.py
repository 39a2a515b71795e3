"""The do-not-call list: looked through, added to, brought in from files, and named wherever it matters."""
