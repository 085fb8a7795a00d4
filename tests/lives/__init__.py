"""Whole lives, drawn step by step: anything may happen at any moment, and what must hold holds after each step."""
