"""The stand-in: a pretend Go on loopback that remembers, validates, and misbehaves on demand.

It shares no code with the connector that talks to Go, so each finds the other's mistakes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.standin.call import Exchange
    from connectors.standin.running import RunningStandIn


class StandIn:
    """What the entry point names; the server is imported only when one is started.

    `watch` is shown every exchange of those that are started from now on, before any mischief is done to the answer.
    """

    watch: Callable[[Exchange], None] | None = None

    def start(
        self,
        *,
        port: int = 0,
        data: Path | None = None,
        keep: bool = False,
        mischief: Path | None = None,
        limit: int | None = None,
    ) -> RunningStandIn:
        """Serve on 127.0.0.1 in a thread until stopped.

        `port` 0 picks a free one. `data`: start from this file, a new company where there is none; `keep`: save to
        it after every write. `mischief`: a file of misbehaviour. `limit`: requests a second, 0 none, None 10.
        Raises OSError when the port is taken or a file cannot be read, ValueError when one is not understood.
        """
        from connectors.standin.running import start

        return start(port, data, keep, mischief, limit, self.watch)

    def replay(self, recording: Path, *, port: int = 0) -> RunningStandIn:
        """Serve a recording's answers on 127.0.0.1 in a thread until stopped.

        Raises OSError when the port is taken or a file cannot be read, ValueError when it is no recording.
        """
        from connectors.standin.running import start_replay

        return start_replay(port, recording)


standin = StandIn()
