"""From questions of a service to the fields of a page, and where a page stands in its form."""
