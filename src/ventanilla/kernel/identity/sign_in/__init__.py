"""Persons come in through providers of identity: a thin relying party of OpenID Connect, on Authlib. No web page."""
