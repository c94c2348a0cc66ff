"""The recorder of training runs, in the submission's kernel and in JupyterLab.

What it records is a claim: it runs beside the student's code. :mod:`softmark.checks.training` reads it.
"""
