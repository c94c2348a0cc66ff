"""What runs inside the judge: a process that holds the hidden checks and never executes a submission's code."""
