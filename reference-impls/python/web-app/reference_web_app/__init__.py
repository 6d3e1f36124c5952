"""A web app that signs users in with Microsoft Entra ID and calls an API for them."""
