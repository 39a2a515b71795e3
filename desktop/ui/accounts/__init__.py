"""The form that signs an account in."""
