"""The one write path, and what people see of a case."""

from ysq.cases.acknowledge import Copy, acknowledgement
from ysq.cases.desk import Reading, find_cases, open_case, readings, reveal
from ysq.cases.dossier import Dossier, decoded, load_case, load_dossier
from ysq.cases.ground import CHINA, Ground, day_in_china
from ysq.cases.handle import Done, handle
from ysq.cases.past import case_as_of
from ysq.cases.recount import recount
from ysq.cases.replay import Different, Replayed, replay
from ysq.cases.seal import digest_path, export_all, export_digest, read_digests, seal_day
from ysq.cases.show import Seen, SeenItem, SeenLetter, acknowledgement_bytes, agencies, letter_bytes, look_up
from ysq.cases.submit import Receipt, submit

__all__ = [
    "CHINA",
    "Copy",
    "Different",
    "Done",
    "Dossier",
    "Ground",
    "Reading",
    "Receipt",
    "Replayed",
    "Seen",
    "SeenItem",
    "SeenLetter",
    "acknowledgement",
    "acknowledgement_bytes",
    "agencies",
    "case_as_of",
    "day_in_china",
    "decoded",
    "digest_path",
    "export_all",
    "export_digest",
    "find_cases",
    "handle",
    "letter_bytes",
    "load_case",
    "load_dossier",
    "look_up",
    "open_case",
    "read_digests",
    "readings",
    "recount",
    "replay",
    "reveal",
    "seal_day",
    "submit",
]
