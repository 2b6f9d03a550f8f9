"""Click in Chinese: headings, usage, and every complaint about a command line."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from authoring.errors import AuthoringError
from authoring.texts import catalogue, say

__all__ = ["Choice", "Verb", "Verbs", "run"]

_HEADINGS = {"Options": "options", "Commands": "commands"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, say("cli.usage"))

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(f"cli.heading.{_HEADINGS[heading]}") if heading in _HEADINGS else heading)


class _Context(click.Context):
    formatter_class = _Formatter


class Choice(click.Option):
    """An option; its default and whether it must be given are said in its Chinese help, not by click."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        return {}


class Verb(click.Command):
    """One verb. Its texts are `cli.<name>.help` and, for each parameter, `cli.<name>.<parameter>`."""

    context_class = _Context
    prefix = ""
    """Of its table of texts, for a group whose verbs have the names of others."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        table = self.prefix + name
        super().__init__(
            name, **kwargs | {"help": say(f"cli.{table}.help"), "options_metavar": say("cli.metavar.options")}
        )
        for option in self.params:
            if isinstance(option, click.Option) and option.name is not None:
                option.help = _option_help(table, option.name) + _extra(option)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _chinese(super().get_help_option(ctx))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        rows = [
            (option.make_metavar(ctx), _option_help(f"{self.prefix}{self.name}", str(option.name)))
            for option in self.params
            if isinstance(option, click.Argument)
        ]
        if rows:
            with formatter.section(say("cli.heading.arguments")):
                formatter.write_dl(rows)


class Verbs(click.Group):
    """All verbs; `new` holds a group of its own."""

    context_class = _Context
    command_class = Verb

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        shown = {"options_metavar": say("cli.metavar.options"), "subcommand_metavar": say("cli.metavar.command")}
        super().__init__(*args, **kwargs | shown)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _chinese(super().get_help_option(ctx))


def _option_help(verb: str, option: str) -> str:
    shared = {"as_json": "json", "out": "out", "bank": "bank"}
    own = f"cli.{verb}.{option}"
    return say(own if own in catalogue() else f"cli.option.{shared.get(option, option)}")


def _extra(option: click.Option) -> str:
    if option.required:
        return say("cli.required")
    shown = isinstance(option.default, str | int | Path) and option.default != "" and not option.is_flag
    return say("cli.default", value=option.default) if shown else ""


def _chinese(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = say("cli.option.help")
    return option


def run(group: click.Group, arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command line; exit code 0, 1 (errors found), 2 (wrong use), 3 (the surroundings failed)."""
    try:
        code = group.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(say("cli.aborted"), err=True)
        code = 130
    except click.ClickException as complaint:
        click.echo(say("cli.complaint", complaint=_words(complaint)), err=True)
        context = getattr(complaint, "ctx", None)
        if context is not None:
            click.echo(say("cli.try_help", command=context.command_path), err=True)
        code = 2
    except AuthoringError as error:
        click.echo(say("cli.complaint", complaint=error), err=True)
        code = 3
    sys.exit(code if isinstance(code, int) else 0)


def _words(complaint: click.ClickException) -> str:
    match complaint:
        case click.NoSuchOption(option_name=name, possibilities=near):
            return say("cli.wrong.option", name=name, near="、".join(near or ()) or "—")
        case click.MissingParameter(param=click.Parameter() as missing):
            return say(
                "cli.wrong.missing", name=missing.make_metavar(complaint.ctx or click.Context(click.Command("")))
            )
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=known)) as bad):
            return say("cli.wrong.choice", name=bad.name, known="、".join(map(str, known)))
        case click.BadParameter(param=click.Parameter() as bad):
            return say("cli.wrong.value", name=bad.name, detail=complaint.message)
        case click.UsageError(ctx=click.Context(command=click.Group() as group)):
            return say("cli.wrong.verb", known="、".join(sorted(group.commands)))
        case _:
            return complaint.format_message()
