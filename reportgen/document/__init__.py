"""How the numbers are read: narrative, page and PDF, from one template and one stylesheet stack."""
