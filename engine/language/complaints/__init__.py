"""All wording of the checker: what is said to a consultant, apart from the logic that finds it.

Each function makes one Diagnostic; its family of codes names its file.
"""

from engine.language.complaints.arguments import *  # noqa: F403
from engine.language.complaints.coverage import *  # noqa: F403
from engine.language.complaints.kinds import *  # noqa: F403
from engine.language.complaints.names import *  # noqa: F403
from engine.language.complaints.phrases import system as system
from engine.language.complaints.presence import *  # noqa: F403
from engine.language.complaints.targets import *  # noqa: F403
