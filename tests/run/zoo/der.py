# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""DER (X.690) by hand: certificates and OCSP responses that the openssl command refuses to make.

Only signing and the public key come from openssl; everything else is bytes, so that any of them
can lie.
"""

import subprocess
import time

INTEGER, OCTETS, OID, ENUMERATED, UTF8, SEQUENCE, SET = 2, 4, 6, 10, 12, 48, 49
BIT_STRING, PRINTABLE, TELETEX, UTC_TIME, GENERAL_TIME, BMP = 3, 19, 20, 23, 24, 30

COMMON_NAME = "2.5.4.3"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
SUBJECT_NAMES, CONSTRAINTS, USAGE = "2.5.29.17", "2.5.29.19", "2.5.29.37"
BASIC_RESPONSE = "1.3.6.1.5.5.7.48.1.1"


def tagged(tag, *parts, claimed=None):
    """A value of any type; claimed replaces its true length."""
    content = b"".join(parts)
    size = len(content) if claimed is None else claimed
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def integer(number):
    return tagged(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def sequence(*parts):
    return tagged(SEQUENCE, *parts)


def object_id(dotted):
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    content = bytes([first * 40 + second])
    for arc in rest:
        digits = [arc & 0x7F]
        while arc := arc >> 7:
            digits.insert(0, 0x80 | arc & 0x7F)
        content += bytes(digits)
    return tagged(OID, content)


def moment(seconds):
    return tagged(GENERAL_TIME, time.strftime("%Y%m%d%H%M%SZ", time.gmtime(seconds)).encode())


def name(text, kind=UTF8):
    """A distinguished name of one common name, its bytes as they are."""
    return sequence(tagged(SET, sequence(object_id(COMMON_NAME), tagged(kind, text))))


def bits(content):
    return tagged(BIT_STRING, b"\0", content)


def extension(dotted, value, critical=False):
    return sequence(object_id(dotted), *([b"\x01\x01\xff"] if critical else []),
                    tagged(OCTETS, value))


def subject_names(texts, addresses=(b"\x7f\0\0\1",)):
    """The extension of alternative names: DNS names as bytes, addresses as bytes."""
    return extension(SUBJECT_NAMES, sequence(*(tagged(0x82, text) for text in texts),
                                             *(tagged(0x87, address) for address in addresses)))


def authority():
    return extension(CONSTRAINTS, sequence(b"\x01\x01\xff"), critical=True)


class Signer:
    """A key made by the openssl command."""

    def __init__(self, key):
        self.key = key
        self.public = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")

    def sign(self, content):
        """The content with the algorithm and the signature behind it."""
        return signed(content, openssl("dgst", "-sha256", "-sign", self.key, given=content))

    def certificate(self, subject, issuer, public=None, extensions=(), validity=None, serial=None):
        """A certificate signed by this key; subject and issuer are names, validity two times."""
        now = time.time()
        validity = validity or (moment(now - 86400), moment(now + 30 * 86400))
        serial = serial or int(now * 1e6)
        listed = [tagged(0xA3, sequence(*extensions))] if extensions else []
        return self.sign(sequence(
            tagged(0xA0, integer(2)), integer(serial), sequence(object_id(ECDSA_SHA256)), issuer,
            sequence(*validity), subject, public or self.public, *listed))


class Forger(Signer):
    """As another signer, but each signature is the same: quick, and false."""

    def __init__(self, other):
        self.key, self.public = other.key, other.public
        self.signature = openssl("dgst", "-sha256", "-sign", self.key, given=b"something else")

    def sign(self, content):
        return signed(content, self.signature)


def signed(content, signature):
    return sequence(content, sequence(object_id(ECDSA_SHA256)), bits(signature))


def openssl(*arguments, given=None):
    return subprocess.run(["openssl", *arguments], input=given, check=True,
                          capture_output=True).stdout


def pem(certificate):
    return openssl("x509", "-inform", "DER", "-outform", "PEM", given=certificate)


def ocsp_response(signer, request, begin, end, status=b"\x80\x00", responder=b"zoo"):
    """A basic OCSP response (RFC 6960 section 4.2.1) to the first certificate of a request."""
    single = sequence(first_certificate(request), status, moment(begin), tagged(0xA0, moment(end)))
    data = sequence(tagged(0xA1, name(responder)), moment(begin), sequence(single))
    return sequence(tagged(ENUMERATED, b"\0"), tagged(0xA0, sequence(
        object_id(BASIC_RESPONSE), tagged(OCTETS, signer.sign(data)))))


def first_certificate(request):
    """The CertID in an OCSP request: five sequences down."""
    for _ in range(4):
        request = content_of(request)
    return request[:size_of(request)]


def size_of(value):
    """How many bytes the first value takes."""
    if value[1] < 0x80:
        return 2 + value[1]
    count = value[1] & 0x7F
    return 2 + count + int.from_bytes(value[2:2 + count], "big")


def content_of(value):
    start = 2 if value[1] < 0x80 else 2 + (value[1] & 0x7F)
    return value[start:size_of(value)]
