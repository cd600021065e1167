"""Checks a letter before it leaves: what its words show, and what only the case file does."""

from ysq.letters.check.casefile import AgencyFacts, CaseFile, ItemFacts
from ysq.letters.check.hits import CheckLaw
from ysq.letters.check.run import NOTHING, check_letter, check_text

__all__ = ["NOTHING", "AgencyFacts", "CaseFile", "CheckLaw", "ItemFacts", "check_letter", "check_text"]
