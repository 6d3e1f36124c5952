"""
Tokens by both of Microsoft's libraries, for each argument: `system`, or `client_id=…`, `object_id=…`, `resource_id=…`.
"""

import sys

from azure.identity import ManagedIdentityCredential
from msal import ManagedIdentityClient, SystemAssignedManagedIdentity, UserAssignedManagedIdentity
from outcome import accept, outcome, show
from requests import Session


def selector(argument: str) -> dict:
    name, _, value = argument.partition("=")
    return {} if name == "system" else {name: value}


def by_identity(chosen: dict) -> dict:
    token = ManagedIdentityCredential(identity_config=chosen).get_token("https://vault.azure.net/.default")
    return {"token": token.token, "expiresOn": token.expires_on}


def by_msal(chosen: dict) -> dict:
    identity = UserAssignedManagedIdentity(**chosen) if chosen else SystemAssignedManagedIdentity()
    client = ManagedIdentityClient(identity, http_client=Session())
    wanted = {"resource": "https://management.azure.com"}
    first = accept(client.acquire_token_for_client(**wanted))
    again = accept(client.acquire_token_for_client(**wanted))
    return {"token": first["access_token"], "sources": [first["token_source"], again["token_source"]]}


def both(chosen: dict) -> dict:
    return {"identity": outcome(lambda: by_identity(chosen)), "msal": outcome(lambda: by_msal(chosen))}


show([both(selector(argument)) for argument in sys.argv[1:]])
