"""A half-year of invented registrations, lived through the real functions, so that every page has life."""

from hub.demo.half_year import HalfYear, StoppedClock, is_empty, moments_until, states
from hub.demo.people import Crowd

__all__ = ["Crowd", "HalfYear", "StoppedClock", "is_empty", "moments_until", "states"]
