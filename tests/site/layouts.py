"""Pages in the structure of the watched sites, with nothing of their text (docs/sources.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from html import escape
from zoneinfo import ZoneInfo

from tests.site.stories import Story

MOSCOW = timezone(timedelta(hours=3))
BAKU = timezone(timedelta(hours=4))
PRAGUE = ZoneInfo("Europe/Prague")
# What stands beside an article: a reader who takes it for the article's text alerts falsely.
TRAP = "Lebanon and Israel agree to a ceasefire"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a site names and shows its articles."""

    path: Callable[[Story], str]
    article: Callable[[Story, str], str]  # story and base URL -> markup
    listing: Callable[[Sequence[Story], str], str]


def tass_path(story: Story) -> str:
    return f"/{story.section}/{story.number}"


def tass(story: Story, base: str) -> str:
    at = story.published_at
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": at.astimezone(MOSCOW).isoformat(timespec="seconds"),
        "dateModified": story.updated_at.astimezone(MOSCOW).isoformat(timespec="seconds"),
        "author": {"@type": "Organization", "name": "TASS"},
        "description": story.lead,
    }
    day = at.astimezone(MOSCOW)
    first, *others = story.paragraphs
    lines = [f"{story.city.upper()}, {day:%B} {day.day}. /TASS/. {first}", *others]
    url = base + tass_path(story)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>{escape(story.title)} -  {story.section.title()} - TASS</title>
<link rel="canonical" href="{url}"><link rel="amphtml" href="{url}/amp">
<meta property="og:title" content="{escape(story.title)}"><meta property="og:type" content="article">
<meta name="recommendation:materialId" content="{story.number}">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Organization","name":"TASS"}}</script>
<script type="application/ld+json">{json.dumps(data)}</script>
</head><body>
<nav><a href="/politics">Politics</a> <a href="/world">World</a></nav>
<div class="ticker"><dateformat time="{int(at.timestamp()) - 9000}" mode="rel"></dateformat> {TRAP}</div>
<div class="news-header">
<dateformat time="{int(at.timestamp())}" mode="abs"></dateformat>
<h1 class="news-header__title">{escape(story.title)}</h1>
<div class="news-header__lead">{escape(story.lead)}</div></div>
<div class="text-content"><div class="text-block">{_paragraphs(lines)}</div>
<div class="text-include"><p>Read also</p><p>{TRAP}</p></div>
<div class="text-block"></div></div>
<div class="tags"><a class="tags__item" href="/t/1">Border</a></div>
<aside><dateformat time="{int(at.timestamp()) - 9000}" mode="rel"></dateformat><p>{TRAP}</p></aside>
</body></html>"""


def today_az_path(story: Story) -> str:
    return f"/news/{story.section}/{story.number}.html"


def today_az(story: Story, base: str) -> str:
    at = story.published_at.astimezone(BAKU)
    section = story.section.title()
    return f"""<html><head><meta charset="utf-8"><title>Today.Az - {escape(story.title)}</title></head><body>
<table><tr><td><a href="/">Home</a> <a href="/news/politics/">Politics</a></td></tr>
<tr><td><div><a href="/">Today.Az</a> &raquo; <a href="/news/{story.section}/">{section}</a> &raquo; {escape(story.title)}</div>
<div>{at:%d %B %Y} [{at:%H:%M}] - Today.Az</div>
<p>By Azernews</p>
{_paragraphs(story.paragraphs)}
<div>URL: http://www.today.az{today_az_path(story)}</div>
<div><a href="/print{today_az_path(story)}">Print version</a></div>
<div>Views: 1223</div>
<div>Connect with us. Get latest news and updates.</div>
<div>Related news</div><div>{TRAP}</div>
<div>Copyright &copy; Today.Az</div></td></tr></table></body></html>"""


def pangea_path(story: Story) -> str:
    return f"/a/{story.slug}/{story.number}.html"


def pangea(entity: str) -> Callable[[Story, str], str]:
    """Give the layout of RFE/RL's ("RFE") or VOA's ("VOA") services."""

    def page(story: Story, base: str) -> str:
        at = story.published_at
        local = at.astimezone(PRAGUE)
        name = {"RFE": "RadioFreeEurope/RadioLiberty", "VOA": "Voice of America"}[entity]
        language = {"en": "English", "hy": "Armenian"}[story.language]
        hidden = {"en": "Accessibility links", "hy": "Մատչելիության հղումներ"}[story.language]
        data = {
            "articleSection": story.section.title(),
            "headline": story.title + " ",
            "inLanguage": {"en": "en-US", "hy": "hy-AM"}[story.language],
            "author": {"@type": "Person", "name": "Some Author"},
            "datePublished": f"{at:%Y-%m-%d %H:%M:%S}Z",
            "dateModified": f"{story.updated_at:%Y-%m-%d %H:%M:%S}Z",
            "@type": "NewsArticle",
            "@context": "https://schema.org",
        }
        utag = ",".join(
            f'{name}:"{value}"'
            for name, value in {
                "entity": entity,
                "language": language,
                "page_type": "article",
                "content_type": "article",
                "subcontent_type": "article",
                "pub_year": f"{at:%Y}",
                "pub_month": f"{at:%m}",
                "pub_day": f"{at:%d}",
                "pub_hour": f"{at:%H}",
                "pub_minute": f"{at:%M}",
                "byline": "Some Author",
                "article_uid": story.number,
            }.items()
        )
        title = escape(story.title)
        path = pangea_path(story)
        return f"""<!DOCTYPE html>
<html lang="{story.language}" dir="ltr" class="no-js"><head><meta charset="utf-8">
<link href="{base}{path}" rel="canonical"><link rel="amphtml" href="{base}/amp{path.removeprefix("/a")}">
<title>{title} </title><meta property="og:title" content="{title} ">
<meta property="og:type" content="article"><meta property="og:site_name" content="{name}">
<meta name="Author" content="Some Author">
<script type="application/ld+json">{json.dumps(data)}</script></head><body class="pg-article">
<script>var utag_data={{{utag}}};
</script>
<section><div class="sr-only"><h2>{hidden}</h2></div></section>
<div class="ctc-message__inner">Link has been copied to clipboard</div>
<div class="hdr-container"><div class="category"><a href="/z/1">{story.section.title()}</a></div>
<h1 class="title pg-title">{title}</h1>
<div class="publishing-details"><div class="published"><span class="date"><time datetime="{local.isoformat(timespec="seconds")}">{local:%B %d, %Y %H:%M}</time></span></div>
<div class="links"><ul><li class="links__item">By <a class="links__item-link" href="/author/some-author/x">Some Author</a></li></ul></div></div>
<div class="cover-media"><figure class="media-image"><figcaption><span class="caption">A street (file photo)</span></figcaption></figure></div>
<div class="pg-title pg-title--sticky-share">{title}</div></div>
<div class="body-container"><div id="article-content" class="content-floated-wrap"><div class="wsw">
<span class="dateline">{story.city.upper()} —&nbsp;</span>{_paragraphs(story.paragraphs)}
<div class="wsw__embed"><div class="media-block-wrap"><h2>Related</h2><p>{TRAP}</p></div></div>
</div></div>
<div class="media-block-wrap"><h2>Related</h2><ul><li>{TRAP}</li></ul></div></div></body></html>"""

    return page


def generic_path(story: Story) -> str:
    return f"/{story.published_at:%Y/%m}/{story.slug}-{story.number}"


def generic(story: Story, base: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published_at.isoformat(timespec="seconds"),
        "dateModified": story.updated_at.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": "Some Author"},
        "publisher": {"@type": "Organization", "name": "The Lake Gazette"},
    }
    return f"""<!DOCTYPE html>
<html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)} | The Lake Gazette</title>
<link rel="canonical" href="{base}{generic_path(story)}">
<link rel="alternate" type="application/atom+xml" title="All news" href="/atom.xml">
<meta property="og:type" content="article"><meta property="og:site_name" content="The Lake Gazette">
<script type="application/ld+json">{json.dumps(data)}</script></head><body>
<nav><ul><li><a href="/latest">Latest</a></li></ul></nav>
<main><article><h1>{escape(story.title)}</h1>
<div itemprop="articleBody">{_paragraphs(story.paragraphs)}</div></article></main>
<aside><h2>Most read</h2><p><a href="/other">{TRAP}</a></p></aside>
<footer><p>© The Lake Gazette</p></footer></body></html>"""


def listing_of(path: Callable[[Story], str]) -> Callable[[Sequence[Story], str], str]:
    """Give the layout of a section page: headlines with their addresses, newest first."""

    def page(found: Sequence[Story], base: str) -> str:
        items = "\n".join(
            f'<li><time datetime="{story.published_at.isoformat(timespec="seconds")}"></time>'
            f'<a href="{path(story)}">{escape(story.title)}</a><p>{escape(story.lead)}</p></li>'
            for story in found
        )
        return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>All news</title></head>
<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav><main><ul>
{items}</ul></main><footer><a href="/privacy">Privacy</a></footer></body></html>"""

    return page


def _paragraphs(lines: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


LAYOUTS = {
    "tass": Layout(tass_path, tass, listing_of(tass_path)),
    "today_az": Layout(today_az_path, today_az, listing_of(today_az_path)),
    "rferl": Layout(pangea_path, pangea("RFE"), listing_of(pangea_path)),
    "azatutyun": Layout(pangea_path, pangea("RFE"), listing_of(pangea_path)),
    "voa": Layout(pangea_path, pangea("VOA"), listing_of(pangea_path)),
    "generic": Layout(generic_path, generic, listing_of(generic_path)),
}
