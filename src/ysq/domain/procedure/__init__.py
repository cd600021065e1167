"""Clocks of other procedures, told wholly by data: `rules/procedures/<name>/`."""

from ysq.domain.procedure.course import Course, Entry, Limit, ProcedureLedger, Unsure
from ysq.domain.procedure.fold import procedure_ledger
from ysq.domain.procedure.law import Procedure, ProcedureLaw

__all__ = ["Course", "Entry", "Limit", "Procedure", "ProcedureLaw", "ProcedureLedger", "Unsure", "procedure_ledger"]
