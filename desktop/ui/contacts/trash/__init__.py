"""The contacts that were deleted here, for as long as they can be brought back."""
