"""Every setting of the site, read from the environment here and nowhere else."""

import re
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from hefei_site import databases, embedded_postgres, policy
from hefei_site.secret_files import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")


def refuse(wrong: bool, sentence: str) -> None:
    """Raises ImproperlyConfigured with the sentence if something is wrong."""
    if wrong:
        raise ImproperlyConfigured(sentence)


SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=False)  # on in production: all that needs TLS hangs on it
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = [
    *env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname, "127.0.0.1", "[::1]"]),
    "localhost",  # the health check asks from inside
]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
refuse(not SECRET_KEY, "SECRET_KEY 还没有设置，请写一个随机的长字符串。")
refuse(HTTPS and len(SECRET_KEY) < 50, "SECRET_KEY 太短，生产环境（HTTPS=on）至少要 50 个随机字符。")
refuse(
    HTTPS and (len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-")),
    "SECRET_KEY 不像随机生成的，生产环境（HTTPS=on）不能用示例或重复的字符。",
)
refuse(HTTPS and DEBUG, "生产环境（HTTPS=on）不能打开 DEBUG，出错页会把内部信息给所有人看。")
refuse(HTTPS and not SITE_URL.startswith("https://"), "HTTPS=on 时要用 SITE_URL 写明网站的 https:// 地址。")

# The database -------------------------------------------------------------------------------------

DATABASE_URL = env("DATABASE_URL", default="")
EMBEDDED_POSTGRES = DATABASE_URL == "embedded:"
refuse(
    EMBEDDED_POSTGRES and HTTPS,
    "生产环境（HTTPS=on）不能使用 embedded: 数据库，请把 DATABASE_URL 设为 PostgreSQL 15–18 的地址。",
)
if EMBEDDED_POSTGRES:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": embedded_postgres.DATABASE,
            "USER": embedded_postgres.ROLE,
            "HOST": str(embedded_postgres.socket_directory(BASE_DIR)),
            "PORT": embedded_postgres.PORT,  # else a PGPORT meant for another server would be taken
        }
    }
else:
    DATABASES = {"default": databases.primary(DATABASE_URL)}
# Standbys that public pages may be read from, and by how many seconds one may lag before it is left out: firm/standbys.py.
DATABASES |= databases.standbys(env.list("DATABASE_REPLICA_URLS", default=[]))
STANDBY_MAX_LAG = env.float("STANDBY_MAX_LAG", default=3.0)
DATABASE_ROUTERS = ["firm.standbys.Router"]
# Worker threads times CONN_MAX_AGE is what PostgreSQL must hold open: see deploy/serve.
for entry in DATABASES.values():
    entry |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
LOCK_TIMEOUT = env.float("LOCK_TIMEOUT", default=5.0)  # of requests: hefei_site/bounded.py
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Applications -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "hefei_site.apps.HefeiAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "js_asset",
    "django_prose_editor",
    "taggit",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "firm",
    "statutes",
    "articles",
    "hefei_site",
]
MIDDLEWARE = [
    "hefei_site.request_log.logged",  # outermost: it numbers, counts and logs whatever the others answer
    "hefei_site.headers.told",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # here, so that nginx keeps pages compressed and compresses none twice
    "firm.away.read_elsewhere",  # tries all that stands below once more
    "firm.address.remembered",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # puts the page of who is locked out in the place of the login's
    "hefei_site.kept.kept",
]
ROOT_URLCONF = "hefei_site.urls"
WSGI_APPLICATION = "hefei_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firm.context.firm",
                "articles.context.columns",
            ],
        },
    },
]

# Memory in which each process keeps rendered lists (columns, tags, the law): hefei_site/kept.py. 0 keeps none. And for
# how many seconds a page is shown again without asking the database.
KEPT_PAGES_MB = env.int("KEPT_PAGES_MB", default=64)
KEPT_SECONDS = env.float("KEPT_SECONDS", default=1.0)

# People -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "firm.User"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        (
            "MinimumLengthValidator",
            {"min_length": 12},
        ),  # 15 are advised: docs/security.md; no rules of composition
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True  # no script of ours reads it: they send the token of a form in their page
MESSAGES_COOKIE_NAME = "messages"  # Django has no such setting: hefei_site/notes.py
MESSAGE_STORAGE = "hefei_site.notes.Notes"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day, at the end of which one logs in again: firm/sessions.py
SESSION_IDLE_SECONDS = 2 * 60 * 60  # without a request; an open editor sends some

# Proxies in front of the site, each of which adds the address that it saw to X-Forwarded-For. Too few and all visitors
# share one address, so that anybody could lock out anybody; too many and clients could make theirs up.
PROXIES = env("PROXIES", default="").strip()
refuse(not re.fullmatch(r"\d?", PROXIES), "PROXIES 应是一个数字：网站前面有几层反向代理。")
refuse(
    HTTPS and not PROXIES,
    "HTTPS=on 时要用 PROXIES 写明网站前面有几层反向代理（通常是 1）：登录失败次数按来访地址计算，数错了会锁住别人。",
)
PROXIES = int(PROXIES or 0)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # asks firm/lockout.py before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "firm.lockout.Lockout"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # together: nobody is locked out by what others do
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying again does not make the wait longer
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "firm.proxies.counted"
AXES_LOCKOUT_CALLABLE = "firm.lockout.locked_out"
AXES_COOLOFF_MESSAGE = "登录失败次数太多，请过一会儿再试。"
AXES_ENABLE_ADMIN = False  # what staff need of it stands in the record
AXES_VERBOSE = False
# Phones keep good time; a code of the next half minute must not shift the clock for good.
OTP_TOTP_SYNC = False

# Mail ---------------------------------------------------------------------------------------------

# consolemail:// prints what would be sent; smtp://user:password@host:25, smtp+tls://…:587, smtp+ssl://…:465
try:
    EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
except ImproperlyConfigured as error:
    raise ImproperlyConfigured(
        f"EMAIL_URL 写得不对（{error}）；应如 smtp+tls://用户:密码@主机:587，密码里的 @、: 和 / 要写成 %40、%3A 和 %2F。"
    ) from None
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_BACKEND"], EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds; run_due tries again
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(SITE_URL).hostname}")

# Search engines ------------------------------------------------------------------------------------

# What was published, changed or withdrawn is told to those engines whose key is set here; without one nobody is told.
INDEXNOW_KEY = env("INDEXNOW_KEY", default="")
refuse(
    bool(INDEXNOW_KEY) and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", INDEXNOW_KEY),
    "INDEXNOW_KEY 应是 8 到 128 个字母、数字或连字符。",
)
BAIDU_PUSH_TOKEN = env("BAIDU_PUSH_TOKEN", default="")
refuse(
    bool(INDEXNOW_KEY or BAIDU_PUSH_TOKEN) and not SITE_URL.startswith("https://"),
    "INDEXNOW_KEY 和 BAIDU_PUSH_TOKEN 只能在 SITE_URL 是 https:// 的公开网站上设置：别处的地址不该告诉搜索引擎。",
)
BAIDU_PUSH_DAILY = env.int("BAIDU_PUSH_DAILY", default=2000)  # never more; Baidu itself may allow fewer

# Language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "hefei_site" / "locale"]

# Files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "staticfiles")()
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "media")()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Pictures in a private bucket of an S3-compatible store, for several application nodes without a shared disk.
MEDIA_S3_BUCKET = env("MEDIA_S3_BUCKET", default="")
MEDIA_S3_ENDPOINT = env("MEDIA_S3_ENDPOINT", default="")
MEDIA_S3_ADDRESSING = env("MEDIA_S3_ADDRESSING", default="auto")
if MEDIA_S3_BUCKET:
    refuse(
        MEDIA_S3_ADDRESSING not in ("auto", "path", "virtual"),
        "MEDIA_S3_ADDRESSING 只能是 auto、path（MinIO 等）或 virtual（桶名写在主机名里）。",
    )
    refuse(
        HTTPS and MEDIA_S3_ENDPOINT.startswith("http://") and not env.bool("MEDIA_S3_PLAIN", default=False),
        "生产环境（HTTPS=on）里 MEDIA_S3_ENDPOINT 要用 https://；只在机房内网里走明文的，设 MEDIA_S3_PLAIN=on。",
    )
    refuse(
        find_spec("storages") is None or find_spec("boto3") is None,
        "设置了 MEDIA_S3_BUCKET，但没有安装 django-storages：请运行 pip install --require-hashes -r requirements-s3.txt，或去掉 MEDIA_S3_BUCKET。",
    )
    STORAGES["default"] = {
        "BACKEND": "hefei_site.object_storage.Bucket",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "endpoint_url": MEDIA_S3_ENDPOINT or None,
            "region_name": env("MEDIA_S3_REGION", default="") or None,
            "access_key": env("MEDIA_S3_KEY", default="") or None,
            "secret_key": env("MEDIA_S3_SECRET", default="") or None,
            "addressing_style": MEDIA_S3_ADDRESSING,
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755  # whatever the umask: nginx hands pictures out as another user
# So that too long a body is answered by its form, not by a bare 400:
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# What the browser is told -------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy.DIRECTIVES}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz|metrics)$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # A browser takes such a name only from this host, over TLS: no neighbour under the same domain can set it.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    MESSAGES_COOKIE_NAME = "__Host-messages"

# The editor's extensions that are ours; what each lets into a text is said beside it ----------------

DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("js/word-paste.js")], "extensions": {"WordPaste": html_tags([])}},
    {
        "js": [static_lazy("js/picture.js")],
        "extensions": {
            "Picture": html_tags(["figure", "figcaption", "img"], {"img": ["src", "alt", "data-image"]})
        },
    },
]

# Tags ---------------------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.tagging.names_from_string"
TAGGIT_STRING_FROM_TAGS = "articles.tagging.string_from_tags"
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# Logs: to standard error, for the service manager to keep -----------------------------------------

# Errors go to Sentry, too, where it is named here: hefei_site/sentry.py, started by hefei_site/apps.py.
SENTRY_DSN = env("SENTRY_DSN", default="")
RELEASE = env("RELEASE", default="")  # by which Sentry tells releases apart
refuse(
    bool(SENTRY_DSN) and find_spec("sentry_sdk") is None,
    "设置了 SENTRY_DSN，但没有安装 sentry-sdk：请运行 pip install --require-hashes -r requirements-sentry.txt，或去掉 SENTRY_DSN。",
)
refuse(
    bool(SENTRY_DSN) and not re.fullmatch(r"https?://[^\s@/]+@[^\s@]+/\d+", SENTRY_DSN),
    "SENTRY_DSN 写得不对，应如 https://公钥@主机/编号，从 Sentry 的项目设置里复制。",
)
LOG_FORMAT = env("LOG_FORMAT", default="json" if HTTPS else "line")
refuse(
    LOG_FORMAT not in ("json", "line"),
    "LOG_FORMAT 只能是 json（每行一个 JSON 对象）或 line（给人看的一行字）。",
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "hefei_site.logs.JsonFormatter"},
        "line": {
            "()": "hefei_site.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers go: they would write the same lines once more, in their own format.
    "loggers": {
        "axes": {"level": "WARNING"},  # of a success it would say four lines; it stands in the record
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},  # each 404 has its line from hefei_site/request_log.py
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
