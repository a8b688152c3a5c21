"""`ventanilla verify`: what a file of ours is, who signed it, over what, and whether it is intact. Offline."""
