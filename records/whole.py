"""Files that are whole or absent, whatever stops their writing."""

from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write the text beside the file's place, and rename it: a full disk leaves what was there.

    Raises OSError, with the file's name, where it cannot be written.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
