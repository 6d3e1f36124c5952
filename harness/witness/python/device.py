"""A console program, with msal: signs its user in by device code."""

import os

from msal import PublicClientApplication
from outcome import accept, show

app = PublicClientApplication(os.environ["CLIENT_ID"], authority=os.environ["AUTHORITY"])
flow = accept(app.initiate_device_flow([os.environ["SCOPE"]]))
signed_in = accept(app.acquire_token_by_device_flow(flow))
[account] = app.get_accounts()
show({"message": flow["message"], "token": signed_in["access_token"], "account": account["username"]})
