"""From the folder of a service to its frozen definition: files, YAML with line numbers, schemas, building."""
