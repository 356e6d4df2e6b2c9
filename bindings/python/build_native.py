"""Compiles the library, and makes the Python module that calls it, while the wheel is built.

The generator reads the symbols of the library, so what is shipped is stripped after that.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Of the generator; `_bridge.py` is written for what this one generates.
UNIFFI = "0.32.2"

# What the package does itself, so that `asyncio` is not needed before the first call: `_bridge.py` says how.
REPLACED = (
    "async def _uniffi_rust_call_async(rust_future, ffi_poll, ffi_complete, ffi_free, lift_func, error_ffi_converter):"
)


class NativeBuild(BuildHookInterface[Any]):
    """Adds the library and its module to the wheel."""

    PLUGIN_NAME = "native"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are collected."""
        if self.target_name != "wheel":
            return
        repository = Path(self.root).resolve().parents[1]
        made = Path(tempfile.mkdtemp(prefix="native-auth-"))
        self._made = made
        library = _compile(repository)
        module = _generate(repository, library, made)
        shipped = made / library.name
        shutil.copyfile(library, shipped)
        _strip(shipped)
        if version == "editable":
            # Such a wheel only says where the sources are, so what was made goes there; git does not see it.
            sources = Path(self.root) / "src" / "native_auth" / "_native"
            shutil.copyfile(module, sources / "__init__.py")
            shutil.copyfile(shipped, sources / library.name)
        else:
            build_data["force_include"][str(module)] = "native_auth/_native/__init__.py"
            build_data["force_include"][str(shipped)] = f"native_auth/_native/{library.name}"
        build_data["pure_python"] = False
        # It calls the library through `ctypes`, so one wheel serves every version of Python.
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when the wheel is there."""
        made = getattr(self, "_made", None)
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _compile(repository: Path) -> Path:
    """Builds the library as it is shipped. As `cdylib` alone it is a quarter smaller."""
    messages = _cargo(
        repository,
        *("rustc", "--package", "native-auth-ffi", "--lib", "--crate-type", "cdylib", "--profile", "shipped"),
        "--locked",
        "--message-format=json-render-diagnostics",
    )
    for line in messages.splitlines():
        message = json.loads(line)
        if message["reason"] == "compiler-artifact" and message["target"]["name"] == "native_auth_ffi":
            for name in message["filenames"]:
                if name.endswith((".so", ".dylib", ".dll")):
                    return Path(name)
    raise SystemExit("cargo built no library")


def _generate(repository: Path, library: Path, directory: Path) -> Path:
    """Makes the module, which has to be the one that the package is written for."""
    locked = (repository / "Cargo.lock").read_text(encoding="utf-8")
    if f'name = "uniffi"\nversion = "{UNIFFI}"\n' not in locked:
        raise SystemExit(
            f"src/native_auth/_bridge.py is written for uniffi {UNIFFI}, which is not the one in Cargo.lock"
        )
    _cargo(
        repository,
        *("run", "--quiet", "--locked", "--package", "native-auth-uniffi-bindgen", "--", "generate", str(library)),
        *("--config", str(repository / "uniffi.toml"), "--language", "python"),
        *("--out-dir", str(directory), "--no-format"),
    )
    module = directory / "native_auth.py"
    text = module.read_text(encoding="utf-8")
    if text.count(REPLACED) != 1:
        raise SystemExit("the generated module is not the one that src/native_auth/_bridge.py is written for")
    module.write_text(_lean(text), encoding="utf-8")
    return module


def _lean(text: str) -> str:
    """The module without what nobody reads or calls: a third of it. Its documentation is the package's."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    tree.body = [each for each in tree.body if not _is_spare(each)]
    return ast.unparse(tree) + "\n"


def _is_text(statement: ast.stmt) -> bool:
    """Whether a statement is documentation."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _is_spare(statement: ast.stmt) -> bool:
    """Whether a statement is about `asyncio`, or about the checksums, which the generator itself leaves unused."""
    if isinstance(statement, ast.Import):
        return statement.names[0].name == "asyncio"
    if isinstance(statement, ast.FunctionDef):
        return statement.name == "_uniffi_check_api_checksums"
    return isinstance(statement, ast.Assign) and "_checksum_" in ast.unparse(statement.targets[0])


def _strip(library: Path) -> None:
    """Takes the symbols away that nobody needs any more. On Windows they are in a file of their own."""
    if sys.platform == "win32":
        return
    program = os.environ.get("STRIP", "strip")
    options = ["-x"] if sys.platform == "darwin" else ["--strip-all"]
    if shutil.which(program) is None:
        raise SystemExit(f"{program} is missing; it comes with the C compiler that Rust links with")
    subprocess.run([program, *options, str(library)], check=True)


def _cargo(repository: Path, *arguments: str) -> str:
    program = os.environ.get("CARGO") or shutil.which("cargo")
    if program is None:
        raise SystemExit("cargo is missing; install Rust first (https://rustup.rs)")
    run = subprocess.run([program, *arguments], cwd=repository, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit(f"cargo {arguments[0]} failed")
    return run.stdout
