"""Adds the library, and the Python module that calls it, to the wheel. `cargo xtask library` makes both."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
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
    """Adds what is compiled."""

    PLUGIN_NAME = "native"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files are collected."""
        if self.target_name != "wheel":
            return
        repository = Path(self.root).resolve().parents[1]
        made = Path(tempfile.mkdtemp(prefix="native-auth-"))
        self._made = made
        library, module = _make(repository, made)
        if version == "editable":
            # Such a wheel only says where the sources are, so what was made goes there; git does not see it.
            sources = Path(self.root) / "src" / "native_auth" / "_native"
            shutil.copyfile(module, sources / "__init__.py")
            shutil.copyfile(library, sources / library.name)
        else:
            included = build_data["force_include"]
            included[str(module)] = "native_auth/_native/__init__.py"
            included[str(library)] = f"native_auth/_native/{library.name}"
            # Of what is compiled in, beside our own licences; `cargo xtask dist` collects them.
            notices = os.environ.get("NATIVE_AUTH_NOTICES")
            if notices:
                licenses = f"native_auth-{self.metadata.version}.dist-info/licenses"
                included[notices] = f"{licenses}/{Path(notices).name}"
        build_data["pure_python"] = False
        # It calls the library through `ctypes`, so one wheel serves every version of Python.
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"py3-none-{platform}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when the wheel is there."""
        made = getattr(self, "_made", None)
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _make(repository: Path, directory: Path) -> tuple[Path, Path]:
    """Has the library built as it is shipped, and the module that the package is written for made of it."""
    locked = (repository / "Cargo.lock").read_text(encoding="utf-8")
    if f'name = "uniffi"\nversion = "{UNIFFI}"\n' not in locked:
        raise SystemExit(
            f"src/native_auth/_bridge.py is written for uniffi {UNIFFI}, which is not the one in Cargo.lock"
        )
    _cargo(
        repository,
        *("run", "--quiet", "--locked", "--package", "native-auth-xtask", "--"),
        *("library", "--language", "python", "--out-dir", str(directory)),
    )
    module = directory / "native_auth.py"
    text = module.read_text(encoding="utf-8")
    if text.count(REPLACED) != 1:
        raise SystemExit("the generated module is not the one that src/native_auth/_bridge.py is written for")
    module.write_text(_lean(text), encoding="utf-8")
    (library,) = (path for path in directory.iterdir() if path.suffix in (".so", ".dylib", ".dll"))
    return library, module


def _lean(text: str) -> str:
    """The module without what nobody reads or calls: a third of it. Its documentation is the package's."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    tree.body = [each for each in tree.body if not _is_spare(each)]
    _drop_protocols(tree)
    _drop_annotations(tree)
    return _narrow(ast.unparse(tree) + "\n")


def _drop_annotations(tree: ast.Module) -> None:
    """Takes away the types of arguments and results: type checkers read `_native/__init__.pyi`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None


def _narrow(text: str) -> str:
    """The same with one space for each level: a tenth of the module is indentation."""
    narrow = re.sub(r"(?m)^ +", lambda found: " " * (len(found[0]) // 4), text)
    if ast.dump(ast.parse(narrow)) != ast.dump(ast.parse(text)):
        raise SystemExit("a line of the generated module begins within a text")
    return narrow


def _drop_protocols(tree: ast.Module) -> None:
    """Takes away what merely lists the methods of a class: for each there is such a list, which nothing else names."""
    listed = {
        each.name
        for each in tree.body
        if isinstance(each, ast.ClassDef) and [ast.unparse(base) for base in each.bases] == ["typing.Protocol"]
    }
    listed = {name for name in listed if name.endswith("Protocol")}
    tree.body = [each for each in tree.body if not (isinstance(each, ast.ClassDef) and each.name in listed)]
    for each in tree.body:
        if isinstance(each, ast.ClassDef):
            each.bases = [base for base in each.bases if ast.unparse(base) not in listed]
        elif isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "__all__":
            assert isinstance(each.value, ast.List)
            each.value.elts = [name for name in each.value.elts if ast.literal_eval(name) not in listed]


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


def _cargo(repository: Path, *arguments: str) -> None:
    program = os.environ.get("CARGO") or shutil.which("cargo")
    if program is None:
        raise SystemExit("cargo is missing; install Rust first (https://rustup.rs)")
    # What it says goes to pip, which shows it where something fails.
    if subprocess.run([program, *arguments], cwd=repository, check=False).returncode != 0:
        raise SystemExit("the library does not build")
