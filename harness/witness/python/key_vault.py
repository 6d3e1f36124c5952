"""Writes, lists and reads secrets in the vault of the first argument; the other arguments name secrets only to read."""

import sys

from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import KeyVaultSecret, SecretClient
from outcome import outcome, show

vault, *names = sys.argv[1:]
client = SecretClient(vault, DefaultAzureCredential())


def shown(secret: KeyVaultSecret) -> dict:
    return {"value": secret.value, "contentType": secret.properties.content_type, "tags": secret.properties.tags}


def life() -> dict:
    first = client.set_secret("life", "one", content_type="text/plain", tags={"made": "here"})
    client.set_secret("life", "two")
    return {
        "newest": shown(client.get_secret("life")),
        "older": shown(client.get_secret("life", first.properties.version)),
        "listed": [secret.name for secret in client.list_properties_of_secrets()],
        "versions": [secret.name for secret in client.list_properties_of_secret_versions("life")],
    }


def read(name: str) -> dict:
    return outcome(lambda: shown(client.get_secret(name)))


show({"life": outcome(life), "read": [read(name) for name in names]})
