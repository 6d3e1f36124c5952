import json
import os

from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient
from msal import ConfidentialClientApplication

vault = SecretClient(os.environ["AZURE_KEY_VAULT_URL"], DefaultAzureCredential())
secret = vault.get_secret("database-password")

authority = f"https://login.microsoftonline.com/{os.environ['TENANT_ID']}"
app = ConfidentialClientApplication(
    os.environ["CLIENT_ID"], client_credential=os.environ["CLIENT_SECRET"], authority=authority
)
token = app.acquire_token_for_client([f"api://{os.environ['API_CLIENT_ID']}/.default"])

print(json.dumps({"secret": secret.value, "token": token["access_token"]}))
