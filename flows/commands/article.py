"""``parley article``: an article as it was read, with its announcements marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.commands.common import Flag, asking, clean, console, load_settings, one_line, write_json
from flows.commands.records import announcement_json, article_json
from flows.errors import Exit
from parsers.alerts.messages import party_names, published_words, status_words, when_words
from parsers.records import Announcement, Field

if TYPE_CHECKING:
    from warehouse.articles import StoredArticle


def article(article_id: str, /, *, json: Flag = False) -> int:
    """Show an article with its announcements marked in the text.

    Parameters
    ----------
    article_id
        An article_id or version_id, or its first digits (see `parley announcements`).
    json
        As JSON.

    """
    from warehouse.articles import article_by_id  # noqa: PLC0415  DuckDB: 0.1 s
    from warehouse.readcopy import open_read_copy  # noqa: PLC0415

    settings = load_settings()
    with asking(settings), open_read_copy(settings.read_copy_path) as connection:
        stored = article_by_id(connection, article_id)
    if json:
        write_json(_as_json(stored))
    else:
        _show(stored)
    return Exit.OK


def _as_json(stored: StoredArticle) -> dict[str, object]:
    return {
        **article_json(stored.article),
        "captures": list(stored.capture_uris),
        "announcements": [
            {
                **announcement_json(each.announcement),
                "announcement_id": each.announcement_id,
                "thread_id": each.decision.thread_id if each.decision else None,
                "change": str(each.decision.change) if each.decision else None,
                "reason": each.decision.reason if each.decision else None,
            }
            for each in stored.announcements
        ],
    }


def _show(stored: StoredArticle) -> None:
    from rich.text import Text  # noqa: PLC0415  only where something is shown

    out = console()
    read = stored.article
    found = [each.announcement for each in stored.announcements]
    out.print(Text(marked(read.title, found, Field.TITLE), style="bold"))
    byline = ", ".join(part for part in (read.source, read.byline, read.dateline) if part)
    out.print(Text(one_line(f"{byline or 'source unknown'}; {published_words(read.published)}")))
    out.print(Text(one_line(read.url or " ".join(stored.capture_uris[:1]))), soft_wrap=True)
    whole = not out.is_terminal  # a program gets whole paragraphs
    if read.lead:
        lead = marked(read.lead, found, Field.LEAD)
        out.print(Text(f"\n{lead}", style="italic"), soft_wrap=whole)
    out.print(Text(f"\n{marked(read.text, found, Field.BODY)}\n"), soft_wrap=whole)
    for number, each in enumerate(stored.announcements, start=1):
        change = each.decision.change if each.decision else "not judged"
        out.print(Text(f"[{number}] {_line(each.announcement)}; {change}"), soft_wrap=True)
        because = one_line("; ".join(each.announcement.because))
        out.print(Text(f"    because {because}"), soft_wrap=True)
    if not found:
        out.print("It announces no ceasefire and no meeting.")


def _line(announcement: Announcement) -> str:
    parts = (
        f"{announcement.kind} {status_words(announcement)}",
        party_names(announcement.parties),
        announcement.place,
        when_words(announcement.when),
        f"said by {announcement.said_by}" if announcement.said_by else "",
    )
    return one_line("; ".join(part for part in parts if part))


def marked(text: str, announcements: list[Announcement], field: Field) -> str:
    """Return the text with ⟦n: … ⟧ around the evidence of the announcements in this field."""
    opens: dict[int, list[int]] = {}
    closes: dict[int, int] = {}
    spans: dict[tuple[int, int], list[int]] = {}
    for number, announcement in enumerate(announcements, start=1):
        if announcement.field is field:
            spans.setdefault((announcement.start, announcement.end), []).append(number)
    for (start, end), numbers in spans.items():
        opens.setdefault(start, []).extend(numbers)
        closes[end] = closes.get(end, 0) + 1
    pieces: list[str] = []
    last = 0
    for place in sorted({*opens, *closes}):
        pieces.append(clean(text[last:place]))
        pieces.append("⟧" * closes.get(place, 0))
        if place in opens:
            pieces.append(f"⟦{','.join(map(str, opens[place]))}: ")
        last = place
    return "".join([*pieces, clean(text[last:])])
