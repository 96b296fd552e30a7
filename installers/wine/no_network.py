"""Runs a command where there is no network, and writes down every name that is looked up.

`unshare -n -m python -m installers.wine.no_network LOG COMMAND...`: in the new namespaces only the
loopback device exists, resolv.conf names it as the resolver, and who listens there records the
question and answers that there is no such name.
"""

import contextlib
import fcntl
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_NO_SUCH_NAME = 0x8183
_HEADER = 12


def main() -> int:
    """Run the command of the arguments; returns its exit code."""
    log, command = Path(sys.argv[1]), sys.argv[2:]
    _loopback_up()
    _resolve_here()
    asked: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 53))
        threading.Thread(target=_record, args=(listening, asked), daemon=True).start()
        done = subprocess.run(command, check=False)
        log.write_text("".join(f"{name}\n" for name in asked), "utf-8")
    return done.returncode


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh", b"lo", 0)
        answer = fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request + bytes(22))
        flags = struct.unpack_from("16sh", answer)[1]
        wanted = struct.pack("16sh", b"lo", flags | _IFF_UP)
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, wanted + bytes(22))


def _resolve_here() -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
        file.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)  # noqa: S607


def _record(listening: socket.socket, asked: list[str]) -> None:
    with contextlib.suppress(OSError):  # closed at the end
        while True:
            question, sender = listening.recvfrom(4096)
            asked.append(name_of(question))
            answer = question[:2] + struct.pack(">H", _NO_SUCH_NAME) + question[4:]
            listening.sendto(answer, sender)


def name_of(question: bytes) -> str:
    """The name that a DNS question asks for."""
    parts, at = [], _HEADER
    while at < len(question) and question[at]:
        length = question[at]
        parts.append(question[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    return ".".join(parts)


if __name__ == "__main__":
    sys.exit(main())
