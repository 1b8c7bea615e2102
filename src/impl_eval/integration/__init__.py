"""Integration: the joint display, survey and interviews side by side by mechanism, with a proposed fit."""
