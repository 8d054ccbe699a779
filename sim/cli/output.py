"""What verbs print beside their answer, and for machines."""

import json
import math
from collections.abc import Iterable, Mapping

import click


def print_json(content: object) -> None:
    """Print JSON on standard output; a number that is not defined or has no bound is null."""
    click.echo(json.dumps(_finite(content), indent=2, ensure_ascii=False, allow_nan=False))


def tell_warnings(warnings: Iterable[str]) -> None:
    """Print warnings on standard error, where they disturb no machine."""
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)


def _finite(content: object) -> object:
    """Replace what JSON cannot say."""
    if isinstance(content, Mapping):
        return {str(key): _finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_finite(item) for item in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content
