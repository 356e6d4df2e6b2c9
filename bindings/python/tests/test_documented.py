"""Everything public is documented, and the two flavours are alike."""

import inspect
import typing

import pytest

import native_auth
import native_auth.sync


def public_members(module):
    """Each public thing of a module, and each public member of its classes, by name."""
    for name in module.__all__:
        thing = getattr(module, name)
        yield name, thing
        if inspect.isclass(thing):
            for member in dir(thing):
                if not member.startswith("_"):
                    yield f"{name}.{member}", inspect.getattr_static(thing, member)


def is_documentable(thing):
    return inspect.isclass(thing) or inspect.isroutine(thing) or isinstance(thing, (property, classmethod))


@pytest.mark.parametrize("module", [native_auth, native_auth.sync], ids=lambda module: module.__name__)
def test_everything_public_is_documented(module):
    assert module.__doc__
    seen = 0
    for name, thing in public_members(module):
        if is_documentable(thing) and not inherited_from_elsewhere(name, module):
            assert inspect.getdoc(thing), name
            seen += 1
    assert seen > 150


def inherited_from_elsewhere(name, module):
    """Whether a member is of `str`, `tuple`, `Exception` or another class that is none of ours."""
    owner, _, member = name.partition(".")
    if not member:
        return False
    classes = inspect.getmro(getattr(module, owner))
    return not any(each.__module__.startswith("native_auth") and member in vars(each) for each in classes)


@pytest.mark.parametrize("module", [native_auth, native_auth.sync], ids=lambda module: module.__name__)
def test_every_word_and_every_field_is_explained(module):
    source = inspect.getsource(inspect.getmodule(native_auth.Client.__base__)) + "".join(
        inspect.getsource(__import__(f"native_auth.{part}", fromlist=["*"])) for part in ("_words", "_values")
    )
    for name in module.__all__:
        thing = getattr(module, name)
        for member in getattr(thing, "__members__", {}):
            assert f'    {member} = "{member.lower()}"\n    """' in source, f"{name}.{member}"


def test_the_flavours_have_the_same_names():
    differ = {"AccountEvents", "AccountSubscription"}
    assert set(native_auth.__all__) - differ == set(native_auth.sync.__all__) - differ


def test_the_flavours_have_the_same_members():
    for name in set(native_auth.__all__) & set(native_auth.sync.__all__):
        ours, theirs = getattr(native_auth, name), getattr(native_auth.sync, name)
        if ours is theirs or not inspect.isclass(ours):
            continue
        assert {each for each in dir(ours) if each[0] != "_"} == {each for each in dir(theirs) if each[0] != "_"}
        for member in (each for each in dir(ours) if each[0] != "_" and callable(getattr(ours, each))):
            one, other = getattr(ours, member), getattr(theirs, member)
            if f"{name}.{member}" in {"Client.account_events", "Transport.send"}:
                continue
            assert str(inspect.signature(one)) == str(inspect.signature(other)), f"{name}.{member}"
            assert inspect.getdoc(one) == inspect.getdoc(other)


def test_what_waits_is_a_coroutine_function_in_one_flavour_alone():
    waiting = {name for name, thing in public_members(native_auth) if inspect.iscoroutinefunction(thing)}
    assert {"Client.sign_in", "CodeRequired.submit_code", "Account.access_token"} < waiting
    assert not [name for name, thing in public_members(native_auth.sync) if inspect.iscoroutinefunction(thing)]


@pytest.mark.parametrize("module", [native_auth, native_auth.sync], ids=lambda module: module.__name__)
def test_every_annotation_can_be_looked_up(module):
    """By what reads annotations at run time, such as a documentation tool or a type checker at run time."""
    seen = 0
    for name, thing in public_members(module):
        function = thing.fget if isinstance(thing, property) else getattr(thing, "__func__", thing)
        if inspect.isfunction(function) and not inherited_from_elsewhere(name, module):
            typing.get_type_hints(function)
            seen += 1
    assert seen > 80


def test_public_things_are_of_the_public_module():
    for module in (native_auth, native_auth.sync):
        for name in module.__all__:
            thing = getattr(module, name)
            if inspect.isclass(thing) or inspect.isfunction(thing):
                assert thing.__module__ in {"native_auth", "native_auth.sync"}, name
