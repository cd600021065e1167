"""The one write path, and what people see of a case."""

from ysq.cases.acknowledge import acknowledgement
from ysq.cases.dossier import Dossier, decoded, load_case, load_dossier
from ysq.cases.ground import CHINA, Ground, day_in_china
from ysq.cases.handle import Done, handle
from ysq.cases.recount import Moved, recount_provisional
from ysq.cases.show import Seen, SeenLetter, acknowledgement_bytes, agencies, letter_bytes, look_up
from ysq.cases.submit import Receipt, submit

__all__ = [
    "CHINA",
    "Done",
    "Dossier",
    "Ground",
    "Moved",
    "Receipt",
    "Seen",
    "SeenLetter",
    "acknowledgement",
    "acknowledgement_bytes",
    "agencies",
    "day_in_china",
    "decoded",
    "handle",
    "letter_bytes",
    "load_case",
    "load_dossier",
    "look_up",
    "recount_provisional",
    "submit",
]
