"""A filter of system calls that a process sets upon itself and all of its children, for good.

What a file system's rules cannot stop is refused here: the network, other people's processes, the kernel's more
dangerous corners. It is a list of what is refused, as numerical libraries use more calls than anybody can list; calls
that are younger than the table do not exist (``ENOSYS``, which libraries expect of an older kernel).

The program is classic BPF, as ``linux/filter.h`` and ``linux/seccomp.h`` describe it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from softmark.sandbox import syscalls

_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
# Offsets in struct seccomp_data.
_NR, _ARCH, _ARGS = 0, 4, 16
_X32 = 0x40000000
_SET_FILTER, _ALL_THREADS, _FULL_SPEED = 1, 1, 4
_NO_NEW_PRIVILEGES: Final = 38

_AF_UNIX, _STREAM, _SEQPACKET = 1, 1, 5
_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_PRETENDED: Final = 0


@dataclass(frozen=True)
class Test:
    """Whether the low 32 bits of an argument, as far as the mask reaches, have this value."""

    argument: int
    value: int
    mask: int = 0xFFFFFFFF


@dataclass(frozen=True)
class Rule:
    """What becomes of a call.

    Attributes:
        call: its name.
        error: the error that it gives; 0 for a call that does nothing and reports success.
        unless: it is let through if all tests of one of these hold.
    """

    call: str
    error: int
    unless: tuple[tuple[Test, ...], ...] = ()


def _refused(calls: str, error: int = errno.EPERM) -> list[Rule]:
    return [Rule(call, error) for call in calls.split()]


def _for_itself(calls: str, own: int, error: int = errno.EPERM) -> list[Rule]:
    """Calls whose first argument is a process: let through for the caller (0, or its own number)."""
    return [Rule(call, error, ((Test(0, 0),), (Test(0, own),))) for call in calls.split()]


_CONNECTED_UNIX: Final = (
    (Test(0, _AF_UNIX), Test(1, _STREAM, 0xF)),
    (Test(0, _AF_UNIX), Test(1, _SEQPACKET, 0xF)),
)
# Other processes, their memory and descriptors; ways around the file system's rules; the kernel itself.
_ALWAYS: Final = (
    *_refused("ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd"),
    *_refused("move_pages migrate_pages ioprio_set sched_setattr"),
    *_refused("bpf perf_event_open userfaultfd fanotify_init add_key request_key keyctl"),
    *_refused("mount umount2 pivot_root chroot move_mount open_tree open_tree_attr fsopen fsconfig fsmount fspick"),
    *_refused("mount_setattr unshare setns swapon swapoff quotactl quotactl_fd acct file_setattr"),
    *_refused("name_to_handle_at open_by_handle_at lookup_dcookie nfsservctl"),
    *_refused("init_module finit_module delete_module kexec_load kexec_file_load reboot iopl ioperm modify_ldt"),
    *_refused("sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex syslog vhangup _sysctl"),
    # What survives the process, or cannot be seen by who watches its memory.
    *_refused("shmget shmat shmctl msgget semget mq_open"),
    # Libraries take another way where these do not exist.
    *_refused("clone3 memfd_create memfd_secret io_uring_setup io_uring_enter io_uring_register", errno.ENOSYS),
    Rule("clone", errno.EPERM, ((Test(0, 0, _NAMESPACES),),)),
    # No network; of the sockets between processes only those that need a connection.
    *(Rule(call, errno.EAFNOSUPPORT, _CONNECTED_UNIX) for call in ("socket", "socketpair")),
    # All that comes of a process stays in its group, where one signal ends it.
    *_refused("setsid setpgid", _PRETENDED),
    Rule("setpriority", errno.EPERM, ((Test(0, 0), Test(1, 0)),)),
)
# Landlock does not know of these. Who may read a file of its own can change its mode, and who knows its name, too. An
# honest program that copies a file copies its mode and times: it may believe that it did.
_FACTS_OF_FILES: Final = tuple(
    Rule(call, _PRETENDED)
    for call in (
        "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat "
        "setxattr fsetxattr lsetxattr setxattrat removexattr fremovexattr lremovexattr removexattrat"
    ).split()
)


def rules(*, own_files: bool, own_processes: bool, own_sockets: bool) -> tuple[Rule, ...]:
    """What is refused.

    Args:
        own_files: whether the process sees no files but those that it may change.
        own_processes: whether it can reach no processes but its own.
        own_sockets: whether it finds no sockets but its own.
    """
    found = [*_ALWAYS]
    if not own_files:
        found += _FACTS_OF_FILES
    found += _for_itself("prlimit64", os.getpid())
    # Libraries set their own threads so, to what they have anyway, and give up if they cannot.
    found += _for_itself("sched_setaffinity sched_setparam sched_setscheduler", os.getpid(), _PRETENDED)
    if not own_processes:
        found += _for_itself("kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo", os.getpid())
        found += _refused("pidfd_send_signal")
    if not own_sockets:
        found += _refused("connect", errno.EACCES)
    return tuple(found)


def program(rules: tuple[Rule, ...], machine: str) -> bytes:
    """The filter, as an array of ``struct sock_filter``."""
    return b"".join(
        [
            _step(_LOAD, _ARCH),
            _step(_EQUAL, syscalls.audit_number(machine), 1, 0),
            _step(_RETURN, _KILL),
            _step(_LOAD, _NR),
            # On x86-64, another set of numbers begins here.
            _step(_AT_LEAST, _X32, 0, 1),
            _step(_RETURN, _KILL),
            _step(_AT_LEAST, syscalls.YOUNGEST + 1, 0, 1),
            _step(_RETURN, _ERRNO | errno.ENOSYS),
            *(step for rule in rules for step in _steps(rule, machine)),
            _step(_RETURN, _ALLOW),
        ]
    )


def _steps(rule: Rule, machine: str) -> Iterator[bytes]:
    """A rule: the call's number is loaded before, and after if it is another call."""
    number = syscalls.number(rule.call, machine)
    if number is None:
        return
    alternatives = [_alternative(tests) for tests in rule.unless]
    body = b"".join([*alternatives, _step(_RETURN, _ERRNO | rule.error)])
    yield _step(_EQUAL, number, 0, len(body) // 8)
    yield body


def _alternative(tests: tuple[Test, ...]) -> bytes:
    """Lets the call through if all tests hold; goes on behind itself if one does not."""
    length = 3 * len(tests) + 1
    steps = []
    for place, test in enumerate(tests):
        steps += [_step(_LOAD, _ARGS + 8 * test.argument), _step(_AND, test.mask)]
        steps.append(_step(_EQUAL, test.value, 0, length - 3 * place - 3))
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def install(rules: tuple[Rule, ...]) -> None:
    """Set the filter upon this process, all its threads and all its children, for good.

    Raises:
        OSError: the kernel refuses; or there is no table for this machine.
    """
    machine = syscalls.machine()
    steps = program(rules, machine)
    buffer = ctypes.create_string_buffer(steps, len(steps))
    described = struct.pack("@HxxxxxxQ", len(steps) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    call = syscalls.number("seccomp", machine)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(
        ctypes.c_long(call or -1),
        ctypes.c_long(_SET_FILTER),
        ctypes.c_long(_ALL_THREADS | _FULL_SPEED),
        ctypes.c_char_p(described),
    ):
        raise OSError(ctypes.get_errno(), "no filter of system calls could be set")
