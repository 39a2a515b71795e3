"""What a person sees of where the secrets lie."""
