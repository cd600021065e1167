"""`ysq rules evaluate, test, lint, mutate`: the rule book asked, and put to the proof."""

from ysq.book_face.evaluate import Asked as Asked
from ysq.book_face.evaluate import evaluate as evaluate
from ysq.book_face.proof import lint as lint
from ysq.book_face.proof import mutate as mutate
from ysq.book_face.proof import test as test
