"""`wingo standin`: a pretend Go on this machine, until it is told to stop.

A program that waits for it reads one line of standard output, so nothing else may ever be printed there.
"""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from engine.faces.cli.options import Options, general_options, wrong_usage

_SYSTEM = "go"
# Waiting without an end cannot be interrupted everywhere, so it looks up this often.
_LOOK_UP_SECONDS = 0.5


@click.command("standin")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where it listens; 0 picks a free port.")
@click.option("--data", type=click.Path(dir_okay=False, path_type=Path), help="Start from this file.")
@click.option("--keep", is_flag=True, help="Save to --data after every write.")
@click.option(
    "--mischief", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Misbehave as this file says."
)
@click.option(
    "--replay", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Answer as a recording did."
)
@general_options
def standin_command(
    _options: Options, port: int, data: Path | None, keep: bool, mischief: Path | None, replay: Path | None
) -> None:
    """Serve a stand-in for Go on 127.0.0.1 until it is interrupted."""
    from engine.faces.systems import standins

    if keep and data is None:
        raise wrong_usage("--keep needs --data: where is it to be saved?")
    if data is not None and not keep and not data.is_file():
        raise wrong_usage(f"--data: there is no file {data}; with --keep it is made")
    if replay is not None and (data is not None or mischief is not None):
        raise wrong_usage("--replay answers as it was recorded: it takes neither --data nor --mischief")
    stopping = _stop_asked()
    standin = standins()[_SYSTEM]
    try:
        if replay is not None:
            running = standin.replay(replay, port=port)
        else:
            running = standin.start(port=port, data=data, keep=keep, mischief=mischief)
    except OSError as problem:
        raise wrong_usage(f"the stand-in cannot start: {problem}") from None
    except ValueError as problem:
        named = " or ".join(str(file) for file in (data, mischief, replay) if file is not None)
        raise wrong_usage(f"{named} is not understood: {problem}") from None
    try:
        click.echo(f"standin ready {running.url}")  # echo flushes
        while not stopping.wait(_LOOK_UP_SECONDS):
            pass
    finally:
        running.stop()


def _stop_asked() -> threading.Event:
    """Set once the process is asked to end; from then on it ends well, with 0."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return asked
