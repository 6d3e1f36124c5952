"""A claims, tasks and blog API behind Microsoft Entra ID."""
