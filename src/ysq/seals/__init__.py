"""用印: the seam to an agency's electronic seal; what knows pyHanko is imported only where a seal is at hand."""

from ysq.seals.service import (
    NoSeals,
    SealFailed,
    SealFound,
    SealMark,
    SealOrder,
    SealService,
    SealState,
    read_certificates,
)

__all__ = [
    "NoSeals",
    "SealFailed",
    "SealFound",
    "SealMark",
    "SealOrder",
    "SealService",
    "SealState",
    "read_certificates",
]
