"""Campaigns: what a provider's dialler calls, read page by page, and numbers that go there."""
