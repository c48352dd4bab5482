"""How large the page is."""

PAGE_MEGABYTES = 15
"""The most megabytes of the page, unless a user says otherwise."""
