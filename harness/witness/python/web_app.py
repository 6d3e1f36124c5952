"""
A web app and the API behind it, with msal: signs a user in with PKCE, renews the tokens, and the API calls on for the
user. The address the sign-in page redirects to is taken from the answer, as a browser would.
"""

import os
from urllib.parse import parse_qsl, urlsplit

import requests
from msal import ConfidentialClientApplication
from outcome import accept, outcome, show

scope = os.environ["SCOPE"]
onward = os.environ["DOWNSTREAM_SCOPE"]
authority = f"https://login.microsoftonline.com/{os.environ['TENANT_ID']}"


def confidential(client_id: str, secret: str) -> ConfidentialClientApplication:
    return ConfidentialClientApplication(
        os.environ[client_id], client_credential=os.environ[secret], authority=authority
    )


app = confidential("CLIENT_ID", "CLIENT_SECRET")
api = confidential("API_CLIENT_ID", "API_SECRET")


def token(answer: dict | None) -> list:
    found = accept(answer)
    return [found["token_source"], found["access_token"]]


before = app.get_accounts()
flow = app.initiate_auth_code_flow([scope], redirect_uri=os.environ["REDIRECT_URI"])
page = requests.get(flow["auth_uri"], allow_redirects=False, timeout=30)
answer = dict(parse_qsl(urlsplit(page.headers["location"]).query))
signed_in = accept(app.acquire_token_by_auth_code_flow(flow, answer))
again = outcome(lambda: accept(app.acquire_token_by_auth_code_flow(flow, answer)))
foreign = outcome(lambda: app.acquire_token_by_auth_code_flow(flow, {**answer, "state": "another"}))

[account] = app.get_accounts()
user_token = signed_in["access_token"]
show(
    {
        "before": before,
        "account": account,
        "claims": signed_in["id_token_claims"],
        "scope": signed_in["scope"],
        "signedIn": user_token,
        "again": again,
        "foreign": foreign,
        "cached": token(app.acquire_token_silent_with_error([scope], account)),
        "renewed": token(app.acquire_token_silent_with_error([scope], account, force_refresh=True)),
        "renewedAgain": token(app.acquire_token_silent_with_error([scope], account, force_refresh=True)),
        "onBehalf": token(api.acquire_token_on_behalf_of(user_token, [onward])),
        "alone": token(api.acquire_token_for_client([f"{onward.rpartition('/')[0]}/.default"])),
    }
)
