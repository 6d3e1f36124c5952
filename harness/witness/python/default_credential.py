"""`DefaultAzureCredential`, for each scope given."""

import sys

from azure.identity import DefaultAzureCredential
from outcome import outcome, show

credential = DefaultAzureCredential()
show([outcome(lambda scope=scope: credential.get_token(scope).token) for scope in sys.argv[1:]])
