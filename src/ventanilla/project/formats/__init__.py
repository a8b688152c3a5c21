"""How dates and times are written, where Django's own form is not ours."""
