"""Another procedure's ledger as a page of text: rows for the template `procedure.txt.j2`."""

from ysq.clock_face.page import cited, text_templates
from ysq.domain.procedure import ProcedureLaw, ProcedureLedger


def procedure_page(name: str, ledger: ProcedureLedger, law: ProcedureLaw) -> str:
    """The page of one file's ledger under `law`."""
    environment = text_templates()
    environment.filters["cite"] = lambda ids: cited(ids, law.provisions)
    page = environment.get_template("procedure.txt.j2").render(name=name, ledger=ledger)
    return "".join(f"{line.rstrip()}\n" for line in page.splitlines())
