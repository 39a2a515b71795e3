"""The line that will ring: choosing it, and what a person should know of it."""
