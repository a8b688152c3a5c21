"""The demonstration's data, made once through the front doors of the kernel."""
