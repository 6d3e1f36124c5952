"""What can go wrong with a sign-in or a token. Messages are for the log; pages have texts of their own."""


class SignInRefused(Exception):
    """The answer that came back from Entra is not to be trusted, or it says no."""

    def __init__(self, reason: str, *, declined: bool = False) -> None:
        super().__init__(reason)
        # The user, or an administrator, said no.
        self.declined = declined


class SignInNeeded(Exception):
    """Only the user can help now: nobody has signed in, the sign-in has ended, or more is asked of it."""

    def __init__(self, reason: str, claims: str | None = None) -> None:
        super().__init__(reason)
        # What the next sign-in must satisfy, as JSON.
        self.claims = claims


class EntraUnavailable(Exception):
    """Entra did not answer, or not as it should."""


class CredentialUnavailable(Exception):
    """The app has nothing to prove itself with: the managed identity gave no token."""


class CredentialRefused(Exception):
    """Entra knows the app, but not what it proves itself with."""
