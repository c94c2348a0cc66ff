"""nbgrader's settings for this course."""

import softmark.nbgrader

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "deep-learning"

# A TODO cell must run, so that "Run All" reaches the last cell of an untouched notebook.
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\npass"}

softmark.nbgrader.configure(c)
