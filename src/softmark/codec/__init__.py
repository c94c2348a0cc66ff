"""The wire format between a submission's kernel and the judge: plain data in, the same plain data out.

This is all that may cross. What comes out is equal to what went in and of the same type, with these
exceptions: one object that stands in two places comes out as two; a ``defaultdict`` loses its factory;
namedtuples are of a look-alike class without defaults; arrays are contiguous and writable; ``attrs`` and
``flags`` of pandas objects and attributes that someone hung on an object are left behind. Everything else is
referred to by a :class:`Ref`.
"""

from softmark.codec.coder import decode, encode
from softmark.codec.refs import Ref
from softmark.codec.wire import CodecError, WireLimits

__all__ = ["CodecError", "Ref", "WireLimits", "decode", "encode"]
