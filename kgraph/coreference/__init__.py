"""Who and what an article speaks of: noun phrases, and the chains of those that are one."""
