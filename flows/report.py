"""What an ingest found and delivered, for people (text, Markdown) and for programs (JSON)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from flows.batch import BatchResult, DocumentResult, Finding, Outcome
from flows.deliver import DeliveryResult
from flows.ingest import IngestResult
from flows.terminal import count, one_line
from parsers.alerts.messages import party_names, published_words, status_words, when_words
from parsers.records import Change, Notice, Problem

if TYPE_CHECKING:
    from rich.console import Console

_CHANGE_ORDER = (Change.NEW, Change.CHANGED, Change.REPEAT, Change.BACKGROUND)


def file_name(uri: str) -> str:
    """Return the last part of a file's or page's address, as a person writes it."""
    path = PurePosixPath(unquote(urlsplit(uri).path, errors="replace"))
    return one_line(path.name or uri)


def about(batch: BatchResult) -> str:
    """Return one line on what was found."""
    total = len(batch.documents)
    parts = [
        f"{batch.count(outcome):,} {word}"
        for outcome, word in (
            (Outcome.ARTICLE, "new"),
            (Outcome.KNOWN, "known"),
            (Outcome.COPY, "a copy of a known one"),
            (Outcome.UNREADABLE, "unreadable"),
        )
        if batch.count(outcome)
    ]
    if unread := sum(problem.stage == "capture" for problem in batch.problems):
        parts.append(f"{unread:,} not read")
        total += unread
    line = count(total, "document") + (f": {', '.join(parts)}" if parts else "")
    if batch.count(Outcome.ARTICLE):
        line += (
            f"; {count(batch.announcements, 'announcement')}, {count(len(batch.alerts), 'alert')}"
        )
    return f"{line}."


def print_found(batch: BatchResult, console: Console) -> None:
    """Print each new document with what it announces; background is only counted."""
    from rich.table import Table  # noqa: PLC0415  only where something is shown
    from rich.text import Text  # noqa: PLC0415

    for document in batch.documents:
        if document.outcome is not Outcome.ARTICLE or document.article is None:
            continue
        article = document.article
        source = one_line(article.source) or "source unknown"
        heading = Text(file_name(document.uri), style="bold")
        heading.append(f"  {source}, {published_words(article.published)}", style="not bold")
        console.print(heading)
        console.print(Text(f"  {one_line(article.title)}"), overflow="ellipsis", no_wrap=True)
        table = Table(
            box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False, expand=True
        )
        table.add_column(width=3)
        table.add_column(width=21, no_wrap=True)  # "ceasefire called for"
        table.add_column(ratio=3, overflow="fold")
        table.add_column(ratio=2, overflow="fold")
        table.add_column(width=10, no_wrap=True)  # "background"
        for finding in _current(document):
            mark = Text("  ●" if finding.alerts else "", style="bold red")
            table.add_row(mark, *map(Text, _cells(finding)))
        if table.row_count:
            console.print(table)
        if rest := _uncounted(document):
            console.print(Text(f"     {rest}", style="dim"))
        console.print()


def _current(document: DocumentResult) -> list[Finding]:
    findings = [f for f in document.findings if f.decision.change is not Change.BACKGROUND]
    return sorted(findings, key=lambda finding: not finding.alerts)


def _uncounted(document: DocumentResult) -> str:
    """Say what the table leaves out."""
    background = sum(f.decision.change is Change.BACKGROUND for f in document.findings)
    if background:
        return f"and {background} in the background"
    return "" if document.findings else "announces no ceasefire and no meeting"


def _cells(finding: Finding) -> tuple[str, str, str, str]:
    announcement = finding.announcement
    where_when = ", ".join(p for p in (announcement.place, when_words(announcement.when)) if p)
    return (
        f"{announcement.kind} {status_words(announcement)}",
        one_line(party_names(announcement.parties)) or "-",
        one_line(where_when) or "-",
        str(finding.decision.change),
    )


def about_delivery(delivery: DeliveryResult) -> str:
    """Return one line on what was delivered, or "" where nothing was to be."""
    parts = []
    if delivery.delivered:
        alerts = len({notice.alert.alert_id for notice in delivery.delivered})
        parts.append(f"{count(alerts, 'alert')} delivered: {_by_channel(delivery.delivered)}")
    if delivery.waiting:
        parts.append(f"still to be delivered: {_by_channel(delivery.waiting)}")
    if delivery.given_up:
        parts.append(f"given up: {_by_channel(delivery.given_up)}")
    return f"{'; '.join(parts)}." if parts else ""


def _by_channel(notices: Iterable[Notice]) -> str:
    by_channel = Counter(notice.channel for notice in notices)
    return ", ".join(f"{number:,} to {channel}" for channel, number in sorted(by_channel.items()))


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Return two lines for each problem: what is wrong, and what to do. Errors come first."""
    return [
        line
        for problem in sorted(problems, key=lambda problem: problem.severity != "error")
        for line in (
            f"{'!' if problem.severity == 'error' else '?'} {one_line(problem.message)}",
            f"    {one_line(problem.cure)}",
        )
    ]


def markdown(result: IngestResult) -> str:
    """Return the result as Markdown, for Prefect's artifact."""
    lines = [about(result.batch), ""]
    rows = [
        (document, finding)
        for document in result.batch.documents
        for finding in sorted(
            document.findings, key=lambda f: _CHANGE_ORDER.index(f.decision.change)
        )
    ]
    if rows:
        lines += [
            "| document | source | published | what | who | where, when | thread | alerts |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
    for document, finding in rows:
        article = document.article
        cells = (
            file_name(document.uri),
            article.source if article else "",
            published_words(article.published) if article else "",
            *_cells(finding),
            str(finding.alerts or ""),
        )
        lines.append(f"| {' | '.join(map(_markdown_cell, cells))} |")
    if delivered := about_delivery(result.delivery):
        lines += ["", delivered]
    problems = (*result.batch.problems, *result.delivery.problems)
    if problems:
        lines += ["", "| problem | cure |", "| --- | --- |"]
        lines += [f"| {_markdown_cell(p.message)} | {_markdown_cell(p.cure)} |" for p in problems]
    return "\n".join(lines)


def _markdown_cell(text: str) -> str:
    return re.sub(r"([|\\`*_{}\[\]<>#!])", r"\\\1", one_line(text))


def as_json(result: IngestResult) -> dict[str, object]:
    """Return the result for programs; documented in docs/operations.md."""
    return {
        "documents": [
            {
                "uri": document.uri,
                "outcome": str(document.outcome),
                "article_id": document.article.article_id if document.article else None,
                "title": document.article.title if document.article else None,
                "announcements": len(document.findings),
                "alerts": sum(finding.alerts for finding in document.findings),
            }
            for document in result.batch.documents
        ],
        "alerts": [
            {"alert_id": alert.alert_id, "rule": alert.rule, "reason": alert.reason}
            for alert in result.batch.alerts
        ],
        "delivery": delivery_json(result.delivery),
        "problems": [problem_json(problem) for problem in result.batch.problems],
    }


def delivery_json(delivery: DeliveryResult) -> dict[str, object]:
    """Return what was delivered, for programs."""
    return {
        "delivered": _keys(delivery.delivered),
        "waiting": _keys(delivery.waiting),
        "given_up": _keys(delivery.given_up),
        "problems": [problem_json(problem) for problem in delivery.problems],
    }


def _keys(notices: Iterable[Notice]) -> list[dict[str, str]]:
    return [
        {"key": n.delivery_id, "channel": n.channel, "alert_id": n.alert.alert_id} for n in notices
    ]


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem for programs."""
    return {
        "severity": problem.severity,
        "stage": problem.stage,
        "code": problem.code,
        "subject": problem.subject,
        "message": problem.message,
        "cure": problem.cure,
    }
