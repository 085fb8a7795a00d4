"""Tests of the partners' door, played over HTTP."""
