"""One whole journey over HTTP, told line by line."""
