"""Runs a command in a network namespace of its own, where there is nothing but the loopback interface.

    python loopback.py COMMAND ARGUMENT...

Some programs listen on all interfaces, whatever they are told; here nobody else can reach them. Linux only.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys

# From linux/sockios.h and linux/if.h.
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1
#: The size of struct ifreq on machines of 64 bits, and where its flags are.
IFREQ = "16sh22x"


def namespace_command() -> list[str]:
    """What runs a command in a namespace of its own.

    Raises:
        PermissionError: the system does not allow it.
    """
    # A user who is not root needs a user namespace too.
    command = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise PermissionError("there is no program unshare") from None
    except subprocess.CalledProcessError as error:
        raise PermissionError(f"unshare is not permitted: {error.stderr.strip()}") from None
    return [*command, sys.executable, __file__]


def raise_loopback() -> None:
    """Takes the loopback interface of this namespace up, as `ip link set lo up` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        answer = fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack(IFREQ, b"lo", 0))
        (_, flags) = struct.unpack(IFREQ, answer)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack(IFREQ, b"lo", flags | IFF_UP))


if __name__ == "__main__":
    interfaces = [name for _, name in socket.if_nameindex()]
    if interfaces != ["lo"]:
        sys.exit(f"this is no namespace of its own: it has {', '.join(interfaces)}")
    raise_loopback()
    os.execvp(sys.argv[1], sys.argv[1:])
