"""Stories: articles that a reader follows together, found in a finished graph for showing; and how a claim changed over time.

Stories do not bear on the graph (docs/architecture.md says why). They are made of a view, each time the same of the same view.
"""

from kgraph.stories.claims import Claim, Step, claim_of
from kgraph.stories.find import Story, stories
from kgraph.stories.tell import Told, told

__all__ = ["Claim", "Step", "Story", "Told", "claim_of", "stories", "told"]
