"""What sort of page an article is: only some sorts can announce something."""

from __future__ import annotations

import re

from parsers.records import PageType

# A span of years in words or figures.
_SPAN = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|half a|\d{1,3})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))? "
    r"(?:years?|months?|decades?|century)"
)
# Title patterns, the first that matches decides. Each is a form that desks print before or instead
# of a headline, so a "timeline" or "opinion" within a headline does not count.
TITLES: tuple[tuple[PageType, str], ...] = (
    (PageType.LIVE, r"^(?:live(?: updates?| blog| briefing)?|watch live|as it happened)\s*[:|–—-]"),
    (PageType.LIVE, r"\b(?:live updates|live blog|as it happened)\b|[-–—|:]\s*live$"),
    (PageType.TIMELINE, r"^(?:a\s+)?timeline\b|\b(?:a|in)\s+timeline$|:\s*(?:a\s+)?timeline\b"),
    (PageType.TIMELINE, r"^(?:factbox[:\s]+)?(?:key (?:dates|moments|events)|chronology)\b"),
    (PageType.TIMELINE, r"^on this day\b|\bon this day in history\b"),
    # What is told again: the archive, the book, the stage, the life, the pictures
    (
        PageType.TIMELINE,
        r"^(?:from (?:the|our) archives?|archives?|flashback|throwback|obituary|history|"
        r"looking back|retrospective)\b(?:, \d{4})?\s*[:|–—-]|^looking back\b",
    ),
    (
        PageType.TIMELINE,
        r"\b(?:remembered|revisited|in retrospect)$|\ba (?:short |brief )?history of\b|"
        r":\s*memories of\b",
    ),
    # "Yalta at 80:", "Ten years of Minsk:", "The truce, one year on" without one who says something
    (
        PageType.TIMELINE,
        rf"^[^:]{{2,40}} at \d\d\d?:|^{_SPAN} (?:of|on|since|after)\b[^:]{{2,60}}:",
    ),
    (PageType.TIMELINE, rf"[,:–—-] {_SPAN} (?:on|later)$"),
    (
        PageType.OPINION,
        r"^(?:(?:book|film|theatre|theater|tv|album) reviews?|reviews?|book extract|extract|"
        r"excerpt|podcast|profile|portrait|essay|diary|notebook|memoir|long read|perspective|view|"
        r"first person|guest (?:column|essay|post)|letter from [^:|]{2,40}|tv tonight|"
        r"(?:in )?(?:pictures|photos)|photo essay|gallery)\s*[:|–—-]",
    ),
    # What has not happened: "If Russia won: …", "What if …", "…: three scenarios"
    (PageType.EXPLAINER, r"^if\b[^:]{3,60}:\s|^what if\b|\bscenarios?$|\bthought experiment\b"),
    (PageType.OPINION, r"^letters to the editor\b"),
    (PageType.EXPLAINER, r"^(?:explainers?|explained|factbox|q&a|fact check|faq)\b\s*[:|–—-]"),
    (PageType.EXPLAINER, r"(?:[:|–—-]|\?)\s*(?:an explainer|explained|q&a)$"),
    (
        PageType.EXPLAINER,
        r"\bwhat (?:we know|you need to know|to know|is known)\b|\bwhat do we know\b",
    ),
    (PageType.EXPLAINER, r"^(?:what|who|why|how)\b[^?]{3,60}\bexplained$|\bthings to know\b"),
    (
        PageType.EXPLAINER,
        r"^(?:glossary|polls?|survey|think[- ]tanks?|study|seminar|in numbers|by the numbers)"
        r"\b\s*:|"
        r"\b(?:charts|maps|graphics|numbers|words) that (?:explain|show|define)\b",
    ),
    (PageType.OPINION, r"\bwrites (?:our|the) [^,]{2,60}$|\bcolumnist$"),
    (PageType.EXPLAINER, r"^who['’]s who\b|^(?:a|your) guide to\b|^everything you need to know\b"),
    (PageType.EXPLAINER, r"\bquiz\b\s*[:|]|^quiz\b|\bquiz of the (?:day|week)\b"),
    (
        PageType.OPINION,
        r"^(?:opinions?|analysis|comment|commentary|editorial|op-ed|letters?|column|viewpoint)\b"
        r"\s*[:|–—-]",
    ),
    (
        PageType.OPINION,
        r"[|–—]\s*(?:opinion|editorial|letters|comment|commentary|analysis|review)$",
    ),
    (PageType.EXPLAINER, r"(?:^|:\s)(?:how|why|inside)\b(?!.*\bsays?\b)"),
)
# Names of sections, whole; and the parts of a URL's path, whole
SECTIONS: dict[str, PageType] = {
    "opinion": PageType.OPINION,
    "opinions": PageType.OPINION,
    "analysis": PageType.OPINION,
    "analytics": PageType.OPINION,
    "analyses": PageType.OPINION,
    "commentary": PageType.OPINION,
    "comment": PageType.OPINION,
    "commentisfree": PageType.OPINION,  # The Guardian
    "columns": PageType.OPINION,
    "columnists": PageType.OPINION,
    "editorial": PageType.OPINION,
    "editorials": PageType.OPINION,
    "op-ed": PageType.OPINION,
    "blogs": PageType.OPINION,
    "letters": PageType.OPINION,
    "мнения": PageType.OPINION,
    "мнение": PageType.OPINION,
    "аналитика": PageType.OPINION,
    "pressreview": PageType.OPINION,  # TASS: what other papers write
    "press review": PageType.OPINION,
    "explainer": PageType.EXPLAINER,
    "explainers": PageType.EXPLAINER,
    "explained": PageType.EXPLAINER,
    "encyclopedia": PageType.EXPLAINER,  # tass.ru
    "q&a": PageType.EXPLAINER,
    "quiz": PageType.EXPLAINER,
    "quizzes": PageType.EXPLAINER,
    "timeline": PageType.TIMELINE,
    "timelines": PageType.TIMELINE,
    "live": PageType.LIVE,
    "liveblog": PageType.LIVE,
    "live-updates": PageType.LIVE,
    "live-news": PageType.LIVE,
}
_TITLES = tuple((sort, re.compile(pattern, re.IGNORECASE)) for sort, pattern in TITLES)


def page_type_of(title: str, section: str, url_path: str) -> PageType:
    """Judge by title, then section, then the folders of the URL; ARTICLE where none tells."""
    short = " ".join(title.split())[:300]
    for sort, pattern in _TITLES:
        if pattern.search(short):
            return sort
    named = SECTIONS.get(section.strip().lower())
    if named:
        return named
    folders = [part.lower() for part in url_path.split("/") if part][:-1]
    return next((SECTIONS[part] for part in folders if part in SECTIONS), PageType.ARTICLE)
