"""`ysq walk`: takes application files through whole cases, from the form to the archive package."""

from ysq.walk.files import walk_files

__all__ = ["walk_files"]
