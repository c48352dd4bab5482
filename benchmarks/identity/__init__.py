"""Measures whether what the graph holds to be one thing is one: merges are drawn, judged by readers, kept, and scored after each change."""
