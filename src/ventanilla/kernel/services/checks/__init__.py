"""What is asked of a version before it is published, by subject. Each check reads and names problems; none changes."""
