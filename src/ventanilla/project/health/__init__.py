"""Three addresses for programs that watch: does it live, is it ready, and in numbers. Answered before anything else."""
