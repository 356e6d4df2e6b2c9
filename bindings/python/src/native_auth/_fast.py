"""The conversions of the generated module, with fewer trips over the border: each value is written and read in one."""

from __future__ import annotations

import ctypes
import struct
from functools import partial
from typing import Any

from . import _native

native: Any = _native

_Status = native._UniffiRustCallStatus
_Buffer = native._UniffiRustBuffer
_check = native._uniffi_check_call_status
_free = native._UniffiLib.ffi_native_auth_ffi_rustbuffer_free


class _Octets(ctypes.Structure):
    """Bytes of Python, as they are."""

    _fields_ = (("length", ctypes.c_int32), ("data", ctypes.c_char_p))


_MOST = 2**31 - 1

# A copy of them on the other side, in one trip.
_copy = ctypes.CFUNCTYPE(_Buffer, _Octets, ctypes.POINTER(_Status))(
    ("ffi_native_auth_ffi_rustbuffer_from_bytes", native._UniffiLib)
)


def _call(error_converter: Any, function: Any, *arguments: Any) -> Any:
    status = _Status()
    result = function(*arguments, ctypes.byref(status))
    if status.code:
        _check(error_converter, status)
    return result


def _lower_octets(octets: bytes) -> Any:
    length = len(octets)
    # More would come across as less.
    if length > _MOST:
        raise ValueError("a text or bytes of 2 GiB cannot be taken")
    return _call(None, _copy, _Octets(length, octets))


def _lower_text(value: str) -> Any:
    return _lower_octets(value.encode())


def _octets_of(buffer: Any) -> bytes:
    octets: bytes = buffer.data[0 : buffer.len]
    _call(None, _free, buffer)
    return octets


def _lift_text(buffer: Any) -> str:
    return _octets_of(buffer).decode() if buffer.len else ""


def _lift_optional_text(buffer: Any) -> str | None:
    octets = _octets_of(buffer)
    # A flag, the length in four bytes, the text.
    return octets[5:].decode() if octets[0] else None


class _Writer:
    """Takes the place of the generated builder, which asks the other side for room again and again."""

    def __init__(self) -> None:
        self._octets = bytearray()
        self.write = self._octets.extend

    def __getattr__(self, name: str) -> Any:
        form = _FORMS[name.partition("_")[2]]
        return lambda value: self._octets.extend(form.pack(value))


class _Reader:
    """Takes the place of the generated stream, which reads the memory of the other side."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    def read(self, size: int) -> bytes:
        begun = self._at
        self._at = begun + size
        return self._octets[begun : self._at]

    def read_i32(self) -> int:
        (value,) = _INT.unpack_from(self._octets, self._at)
        self._at += 4
        return int(value)

    def read_u8(self) -> int:
        self._at += 1
        return self._octets[self._at - 1]

    def __getattr__(self, name: str) -> Any:
        form = _FORMS[name.partition("_")[2]]
        return lambda: form.unpack(self.read(form.size))[0]


_FORMS = {
    "i8": struct.Struct(">b"),
    "u8": struct.Struct(">B"),
    "i16": struct.Struct(">h"),
    "u16": struct.Struct(">H"),
    "i32": struct.Struct(">i"),
    "u32": struct.Struct(">I"),
    "i64": struct.Struct(">q"),
    "u64": struct.Struct(">Q"),
}
_INT = _FORMS["i32"]


def _lower(cls: Any, value: Any) -> Any:
    writer = _Writer()
    cls.write(value, writer)
    return _lower_octets(bytes(writer._octets))


def _lift(cls: Any, buffer: Any) -> Any:
    return cls.read(_Reader(_octets_of(buffer)))


native._UniffiConverterRustBuffer.lower = classmethod(_lower)
native._UniffiConverterRustBuffer.lift = classmethod(_lift)
native._uniffi_rust_call_with_error = _call
native._uniffi_rust_call = partial(_call, None)
native._UniffiFfiConverterString.lower = staticmethod(_lower_text)
native._UniffiFfiConverterString.lift = staticmethod(_lift_text)
native._UniffiFfiConverterOptionalString.lift = staticmethod(_lift_optional_text)
