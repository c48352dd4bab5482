"""Measures whether what the graph says is true: claims are drawn, judged by readers, kept, and scored after each change."""
