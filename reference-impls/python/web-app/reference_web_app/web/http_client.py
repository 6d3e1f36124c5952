"""HTTP to other services: bounded, without redirects, without cookies."""

from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

CONNECT_SECONDS = 3.05


class BoundedSession(requests.Session):
    """Shared by all threads. `requests` alone waits for ever, follows redirects with what was meant for one address,
    and sends one user's cookies with another's request."""

    def __init__(self, retry: Retry, read_seconds: float) -> None:
        super().__init__()
        self._timeout = (CONNECT_SECONDS, read_seconds)
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, HTTPAdapter(max_retries=retry, pool_maxsize=32))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs["allow_redirects"] = False
        kwargs.setdefault("timeout", self._timeout)
        return super().request(*args, **kwargs)


def once_more_to_connect() -> Retry:
    """For requests that must not be made twice: only where nothing was sent."""
    return Retry(total=None, connect=1, read=0, redirect=0, status=0, other=0)


def patiently() -> Retry:
    """For the managed identity endpoint: what its documentation says to try again, for a few seconds altogether.

    https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#retry-guidance
    """
    return Retry(
        total=3,
        read=1,
        redirect=0,
        status_forcelist=(404, 410, 429, 500, 502, 503, 504),
        allowed_methods=("GET", "POST"),
        backoff_factor=0.4,
        respect_retry_after_header=True,
        retry_after_max=5,
        raise_on_status=False,
    )
