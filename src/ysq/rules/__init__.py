"""The law as data: facts in, findings out."""
