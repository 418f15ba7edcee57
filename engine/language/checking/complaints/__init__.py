"""All wording of the checker: what is said to a consultant, apart from the logic that finds it.

Each function makes one Diagnostic; its family of codes names its file.
"""

from engine.language.checking.complaints.arguments import *  # noqa: F403
from engine.language.checking.complaints.coverage import *  # noqa: F403
from engine.language.checking.complaints.kinds import *  # noqa: F403
from engine.language.checking.complaints.names import *  # noqa: F403
from engine.language.checking.complaints.phrases import system as system
from engine.language.checking.complaints.presence import *  # noqa: F403
from engine.language.checking.complaints.targets import *  # noqa: F403
