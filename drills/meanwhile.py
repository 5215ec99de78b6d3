"""Something that goes on beside the rest, in a thread of its own, for as long as a block lasts."""

import threading


class Meanwhile:
    """Calls `look` again and again, `pause` seconds between, until the block is left. What it raises ends it and is raised there."""

    pause = 0.1

    def look(self) -> None:
        """What goes on."""
        raise NotImplementedError

    def __enter__(self):
        self._over, self._failed = threading.Event(), None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self._over.set()
        self._thread.join()
        if self._failed and error is None:
            raise self._failed

    def _run(self) -> None:
        try:
            while not self._over.wait(self.pause):
                self.look()
        except Exception as failed:
            self._failed = failed
