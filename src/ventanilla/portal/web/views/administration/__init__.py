"""The pages of who administers an institution, one file per noun. `acts` is how each of their forms goes."""
