"""Settings that stand in files: KEY_FILE=/run/secrets/key stands for KEY, so that what is secret is not in the environment."""

from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping


class _Files(FileAwareMapping):
    """As django-environ has it, without the line's end that editors put behind a secret, and with a sentence of ours."""

    def __getitem__(self, key: str) -> str:
        try:
            value = super().__getitem__(key)
        except OSError as error:
            raise ImproperlyConfigured(
                f"读不到 {key}_FILE 写的文件（{error.strerror}：{error.filename}）。"
            ) from None
        except UnicodeDecodeError:
            raise ImproperlyConfigured(f"{key}_FILE 写的文件不是 UTF-8 文本。") from None
        return value.rstrip("\r\n") if key in self.files_cache else value


class Environment(FileAwareEnv):
    """The environment, in which each key may stand in a file."""

    ENVIRON = _Files()
