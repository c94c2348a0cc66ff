"""Every text that people read goes through here, so that it can be translated.

Texts are English in the code and are looked up with gettext: ``locale/<language>/LC_MESSAGES/softmark.mo`` beside
this module, chosen by the ``LANGUAGE``/``LC_ALL``/``LC_MESSAGES``/``LANG`` environment variables as usual.

``locale/softmark.pot`` holds all texts (``make messages``). A translation of it is made into what gettext reads by
``pybabel compile --directory src/softmark/locale --domain softmark``. What instructors write into their notebooks, they
write in their own language.
"""

import gettext
from pathlib import Path

_TRANSLATION = gettext.translation("softmark", Path(__file__).parent / "locale", fallback=True)

_ = _TRANSLATION.gettext
ngettext = _TRANSLATION.ngettext
