"""What runs inside the submission's kernel.

Nothing here guards a secret and nothing the judge decides rests on this code being honest: a submission can
rewrite all of it. It only carries the submission's own names and answers.
"""
