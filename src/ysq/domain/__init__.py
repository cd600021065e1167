"""The pure domain: the standard library and msgspec only; no clock, no environment, no storage."""
