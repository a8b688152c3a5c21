"""One answer at a time, pure: from what was typed to a JSON value, and whether a JSON value may be the answer."""
