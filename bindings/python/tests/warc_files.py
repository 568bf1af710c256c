"""Web archives that tests write."""

from __future__ import annotations

import gzip
from pathlib import Path

URL = "http://mill.example/"
DATE = "2024-05-04T10:12:00Z"


def record(
    number: int, block: bytes, kind: str = "response", content_type: str = "", length: int | None = None
) -> bytes:
    """A record, as a crawler writes it; `length` is what it says that it has, if that is wrong."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:036}>\r\n"
        f"WARC-Target-URI: {URL}{number}\r\nWARC-Date: {DATE}\r\n"
        f"Content-Type: {content_type or 'application/http; msgtype=' + kind}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(
    body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", headers: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}\r\n".encode() + body


def response(number: int, html: str, headers: str = "") -> bytes:
    return record(number, http(html.encode(), headers=headers))


def html(number: int) -> str:
    return (
        f"<html lang=en><title>Mill {number}</title><nav><a href=/>Home</a></nav><article><h1>Mill {number}</h1>"
        f"<p>The old mill number {number} at the river grinds flour once more, forty years after it was closed."
        "</article>"
    )


def damaged(member: bytes, at: int) -> bytes:
    """A member of a compressed file with 20 wrong bytes."""
    return member[:at] + bytes(byte ^ 0xFF for byte in member[at : at + 20]) + member[at + 20 :]


def write(path: Path, *records: bytes) -> Path:
    """Writes an archive; one that ends in .gz has a member for each record, as crawlers compress."""
    path.write_bytes(b"".join(gzip.compress(one) if path.suffix == ".gz" else one for one in records))
    return path
