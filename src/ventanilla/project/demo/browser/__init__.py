"""A small browser without scripts: cookies, redirects, links, forms, uploads. It knows nothing of the platform."""
