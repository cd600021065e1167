"""The web face: citizens' pages and the JSON interface, over the same commands and views."""
