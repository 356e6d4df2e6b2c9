"""What the package costs, beside MSAL Python and a script with aiohttp: ratios, each taken in one run.

usage: bench.py [--check] [--accounts N]

With --check it fails if a bar is missed. It measures the package that is installed; NATIVE_AUTH_BINARY names the program
that has the tenant emulator.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from signing_in import cpu_of_sign_ins
from silent import Silent

ROUNDS = 9


def main() -> None:
    """Measures, prints, and judges if that is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="fail if a bar is missed")
    arguments.add_argument("--accounts", type=int, default=10_000, help="how many accounts the large caches have")
    chosen = arguments.parse_args()
    rows = [*silent(chosen.accounts), sign_ins(), imports(), installed()]
    print(f"| {'what':58} | {'ours':>9} | {'beside it':>9} | {'ratio':>8} | {'bar':>8} |        |")
    print(f"| {'-' * 58} | {'-' * 9} | {'-' * 9} | {'-' * 8} | {'-' * 8} | ------ |")
    for what, ours, other, ratio, bar, met in rows:
        print(f"| {what:58} | {ours:>9} | {other:>9} | {ratio:>8} | {bar:>8} | {'met' if met else 'MISSED'} |")
    if chosen.check and not all(row[-1] for row in rows):
        sys.exit("a bar is missed")


def silent(accounts: int) -> list[tuple[object, ...]]:
    """A token that is there already."""
    one, many = Silent(1, wider=False), Silent(accounts, wider=True)
    return [
        faster("silent token, account in hand, 1 account", one.ours, one.msal, 1, 2_000, 200),
        faster(f"the same, more scopes granted, {accounts:,} accounts", many.ours, many.msal, 300, 2_000, 3),
        faster(f"the same, by user name, {accounts:,} accounts", many.ours_by_name, many.msal_by_name, 800, 2_000, 3),
    ]


def faster(
    what: str, ours: Callable[[], object], msal: Callable[[], object], bar: int, many: int, few: int
) -> tuple[object, ...]:
    """A row on how many times faster ours is."""
    ratios, both = [], []
    for _ in range(ROUNDS):
        pair = seconds(ours, many), seconds(msal, few)
        both.append(pair)
        ratios.append(pair[1] / pair[0])
    ratio = statistics.median(ratios)
    mine, theirs = (statistics.median(each) for each in zip(*both, strict=False))
    return what, micros(mine), micros(theirs), f"{ratio:.0f}×", f"> {bar}×", ratio > bar


def sign_ins() -> tuple[object, ...]:
    """The CPU of sixteen password sign-ins at once."""
    pairs = [cpu_of_sign_ins() for _ in range(ROUNDS)]
    return fraction("CPU of a password sign-in, 16 at once, to aiohttp", pairs, 0.7)


def imports() -> tuple[object, ...]:
    """The CPU of an import, net of a bare interpreter."""
    pairs = []
    for _ in range(ROUNDS):
        bare = cpu_of("pass")
        pairs.append((cpu_of("import native_auth") - bare, cpu_of("import msal") - bare))
    return fraction("import, CPU net of a bare interpreter, to msal", pairs, 0.6)


def installed() -> tuple[object, ...]:
    """The files of the wheel, without what pip compiles."""
    package = importlib.metadata.distribution("native-auth")
    files = [Path(str(package.locate_file(file))) for file in package.files or []]
    size = sum(file.stat().st_size for file in files if file.suffix != ".pyc" and file.exists()) / 2**20
    depends = package.requires or []
    return "installed wheel, MiB", f"{size:.2f}", "", "", "≤ 5.3", size <= 5.3 and not depends


def fraction(what: str, pairs: list[tuple[float, float]], bar: float) -> tuple[object, ...]:
    """A row on which part of the other's cost ours is."""
    ratio = statistics.median(ours / other for ours, other in pairs)
    ours, other = (statistics.median(each) for each in zip(*pairs, strict=False))
    return what, micros(ours), micros(other), f"{ratio:.2f}", f"≤ {bar}", ratio <= bar


def seconds(work: Callable[[], object], times: int) -> float:
    """How long it takes once."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def cpu_of(code: str) -> float:
    """The CPU of an interpreter that runs this, in seconds; the mean of a few."""
    times = 5
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        subprocess.run([sys.executable, "-I", "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / times


def micros(duration: float) -> str:
    """A duration as it is read best."""
    return f"{duration * 1e6:.1f} µs" if duration < 1e-3 else f"{duration * 1e3:.1f} ms"


if __name__ == "__main__":
    main()
