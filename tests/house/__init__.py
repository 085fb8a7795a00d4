"""Tests that guard the structure of the house: what a tired reviewer would let through."""
