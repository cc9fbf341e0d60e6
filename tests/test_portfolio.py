"""One folder, many briefs: each has its own numbers and no others, and what fails or stands holds nobody up."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.errors import UsageError
from reportgen.figures.recorded import MANIFEST
from reportgen.files import Files
from reportgen.members import COVERING, Member
from reportgen.portfolio.covering import covered
from reportgen.portfolio.division import divide, members_in
from reportgen.portfolio.names import key_of
from reportgen.portfolio.overview import MOST_ON_A_PAGE, overview
from reportgen.portfolio.totals import summed
from reportgen.quantities import stated
from reportgen.units import parse_unit
from tests.portfolios import HEADER, SETTINGS, numbers_of, rows_of, write_portfolio
from tests.test_many import files_of
from tests.test_survival import run

MANY = 200
PAGES = ("--format", "html")  # print takes most of a build; tests of same bytes and of clusters have it
TABLE = "entity,region,short\nShop 1,Nordics,One\nShop 2,Alps,\nShop 4,Nordics,\n"


def members_of(folder: Path, cache: Path) -> tuple[Member, ...]:
    findings = divide(folder, None, cache)
    assert not [one for one in findings if one.severity == "error"], findings
    return members_in(cache)


def found_in(folder: Path) -> list[str]:
    """What dividing a folder finds."""
    return [
        f"{one.place.path.name}:{one.place.line}: {one.severity}[{one.code}]: {one.said}"
        for one in divide(folder, None, folder / "cache")
    ]


def test_each_of_hundreds_of_briefs_says_its_own_numbers_and_no_other(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "shops", range(MANY))
    members = members_of(folder, tmp_path / "cache")
    assert len(members) == MANY
    for shop, member in enumerate(members):
        planned = reportgen.load(folder, member=member).plan()
        assert not planned.findings
        assert planned.brief.name == f"shops-shop-{shop}"
        sales, before, orders = numbers_of(shop)
        known = {Decimal(sales), Decimal(before), Decimal(orders)}
        facts = [line.figure.fact for line in planned.ledger.shown]
        assert {fact.entity for fact in facts} == {f"Shop {shop}"}
        stated_ones = {
            fact.quantity.value / fact.quantity.unit.factor for fact in facts if "yoy" not in fact.id
        }
        assert stated_ones == known
        said = " ".join(line.figure.text for line in planned.ledger.shown)
        assert f"{int(orders):,}" in said
        others = {f"{number:,}" for number in range(50_000, 50_000 + MANY)} - {f"{int(orders):,}"}
        assert not others & set(said.split())


def test_facts_are_read_once_for_all_and_handed_out_in_slices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_portfolio(tmp_path / "shops", range(5), "covering: {entity: All, metrics: [sales]}\n")
    read: list[str] = []
    content = Files.content

    def counted(files: Files, path: Path, *rest: object, **more: object) -> bytes | None:
        read.append(path.name)
        return content(files, path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Files, "content", counted)
    members = members_of(folder, tmp_path / "cache")
    assert read.count("facts.csv") == 1
    for member in members:
        loaded = reportgen.load(folder, member=member)
        assert loaded.book.stated
        assert "brief/facts.csv" not in loaded.brief.files.read
    assert read.count("facts.csv") == 1


def test_a_source_of_many_entities_is_read_once_too(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "shops", (), "",
        {
            "brief.yaml": SETTINGS.replace("{title: Register}", "{title: Register, data: register.csv}"),
            "register.csv": "\n".join(row.removesuffix(",r") for row in [
                "metric,entity,period,value,unit", *rows_of(1), *rows_of(2),
            ]),
        },
    )  # fmt: skip
    (folder / "facts.csv").unlink()
    members = members_of(folder, tmp_path / "cache")
    assert [one.key for one in members] == ["shop-1", "shop-2"]
    for shop, member in enumerate(members, 1):
        planned = reportgen.load(folder, member=member).plan()
        assert not [one for one in planned.findings if one.severity != "note"]
        assert {line.figure.fact.entity for line in planned.ledger.shown} == {f"Shop {shop}"}
        assert "brief/register.csv" not in planned.brief.files.read
        assert "rows/r" in planned.brief.files.read


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a portfolio of five shops, built once; one of them lacks a fact that its text names."""
    project = tmp_path_factory.mktemp("project")
    folder = write_portfolio(
        project / "data" / "shops", range(5), "covering: {entity: All shops, metrics: [sales, orders]}\n"
    )
    facts = (folder / "facts.csv").read_text(encoding="utf-8").replace(f"{rows_of(3)[2]}\n", "")
    (folder / "facts.csv").write_text(facts, encoding="utf-8")
    done = run(project, "build", "-j2", "--json", *PAGES)
    assert done.returncode == 1, done.stderr
    briefs = {one["brief"]: one for one in json.loads(done.stdout)["briefs"]}
    assert [name for name, one in briefs.items() if not one["good"]] == ["shops-shop-3"]
    return project


def test_one_brief_with_an_error_holds_nobody_up(built: Path) -> None:
    made = {path.parent.name for path in (built / "output" / "shops").glob("*/brief.html")}
    assert made == {"shop-0", "shop-1", "shop-2", "shop-4", "covering"}


def test_every_edition_has_its_own_folder_title_and_name(built: Path) -> None:
    for shop in (0, 1, 2, 4):
        manifest = json.loads((built / "output" / "shops" / f"shop-{shop}" / MANIFEST).read_bytes())
        assert manifest["brief"] == f"shops-shop-{shop}"
        assert manifest["title"].startswith(f"Shop {shop} sold")
        assert "rows/facts.csv" in manifest["inputs"]


def test_an_index_without_a_script_lists_the_editions_that_stand(built: Path) -> None:
    page = (built / "output" / "shops" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "4 briefs; 1 more has no edition" in page
    links = set(re.findall(r'href="([\w-]+/brief\.html)"', page))
    assert links == {f"{key}/brief.html" for key in ("shop-0", "shop-1", "shop-2", "shop-4", "covering")}
    assert all((built / "output" / "shops" / link).is_file() for link in links)


def test_the_covering_brief_adds_up_what_its_briefs_say(built: Path) -> None:
    record = json.loads((built / "output" / "shops" / COVERING / "facts.json").read_bytes())
    said = {one["text"] for one in record["figures"] if one["place"] == "card:1"}
    total = sum(Decimal(numbers_of(shop)[0]) for shop in range(5))
    assert f"€{total:,.0f}mn" in said
    page = (built / "output" / "shops" / COVERING / "brief.html").read_text(encoding="utf-8")
    assert re.search(r"upper end is.{0,200}Shop 4", page, re.DOTALL)
    assert re.search(r"lower end.{0,200}Shop 0", page, re.DOTALL)


def test_a_brief_built_alone_has_the_bytes_of_one_built_among_all(built: Path) -> None:
    done = run(
        built,
        "build",
        *PAGES,
        "--output",
        "alone",
        "--cache",
        "other-cache",
        "shops/shop-2",
        "shops/covering",
    )
    assert done.returncode == 0, done.stderr
    alone, among = (files_of(built / where / "shops" / "shop-2") for where in ("alone", "output"))
    assert alone == among
    assert "brief.html" in among


def test_one_that_is_none_of_a_portfolio_is_told_with_what_was_meant(built: Path) -> None:
    done = run(built, "build", "shops/shop-11")
    assert done.returncode == 2
    assert "no brief of shops — did you mean 'shop-1'?" in done.stderr


def test_a_portfolio_is_published_as_its_editions(built: Path) -> None:
    done = run(built, "publish", "output/shops", "public", "--json")
    assert done.returncode == 0, done.stderr
    briefs = {one["brief"] for one in json.loads(done.stdout)["editions"]}
    assert briefs == {"shops-shop-0", "shops-shop-1", "shops-shop-2", "shops-shop-4", "shops-covering"}


def test_a_schedule_publishes_a_portfolio_and_then_leaves_it_alone(tmp_path: Path) -> None:
    write_portfolio(tmp_path / "data" / "shops", range(1))
    first = json.loads(run(tmp_path, "refresh", "-j1", "--to", "public", "--json").stdout)
    again = json.loads(run(tmp_path, "refresh", "-j1", "--to", "public", "--json").stdout)
    assert [one["edition"] for one in first["briefs"]] == ["first"]
    assert [one["edition"] for one in again["briefs"]] == ["unchanged"]
    assert (tmp_path / "public" / "shops-shop-0" / "latest").is_dir()


def test_check_finds_what_is_wrong_with_each_and_writes_no_edition(tmp_path: Path) -> None:
    write_portfolio(tmp_path / "data" / "shops", range(2))
    done = run(tmp_path, "check", "-j1")
    assert done.returncode == 0, done.stderr
    assert "shops-shop-1: no findings" in done.stderr
    assert [path.name for path in (tmp_path / "output").iterdir()] == [".reportgen-cache"]


def test_a_table_gives_parameters_titles_and_a_choice(tmp_path: Path) -> None:
    table = (
        "entity,name,region,title,size\nShop 1,one,Nordics,,20\nShop 2,two,Alps,,5\nShop 3,three,Nordics,,\n"
    )
    folder = write_portfolio(
        tmp_path / "shops", range(4), "",
        {"shops.csv": table, "narrative.md": "## Sales\n\n{{ sales }} in {{ each.region }}.\n"},
    )  # fmt: skip
    settings = SETTINGS.replace("each: entity", "each: [entity, shops.csv]")
    (folder / "brief.yaml").write_text(
        settings + 'where: region == "Nordics" and size != ""\n', encoding="utf-8"
    )
    (member,) = members_of(folder, tmp_path / "cache")
    assert member.key == "one"
    planned = reportgen.load(folder, member=member).plan()
    assert not planned.findings
    assert "Nordics" in planned.ledger.plain(planned.words.sections[0].html)


def test_a_table_alone_makes_a_brief_a_row_of_one_entity(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "shops", range(2), "entity: {name: Shop 1}\n",
        {"readers.csv": "name,period,title\nnow,2025-Q3,For owners\nbefore,2024-Q3,For lenders\n"},
    )  # fmt: skip
    settings = (folder / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").write_text(
        settings.replace("each: entity", "each: readers.csv"), encoding="utf-8"
    )
    now, before = members_of(folder, tmp_path / "cache")
    for member, title, period in ((now, "For owners", "2025-Q3"), (before, "For lenders", "2024-Q3")):
        brief = reportgen.load(folder, member=member).brief
        assert (brief.settings.title, str(brief.period)) == (title, period)


def test_a_number_in_the_table_is_typed_by_hand_where_texts_show_it(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "shops", range(1), "",
        {
            "shops.csv": "entity,region,size\nShop 0,The 5 valleys,20\n",
            "narrative.md": "## Sales\n\n{{ sales }} in {{ each.region }}.\n",
        },
    )  # fmt: skip
    settings = SETTINGS.replace("each: entity", "each: [entity, shops.csv]")
    (folder / "brief.yaml").write_text(settings, encoding="utf-8")
    (member,) = members_of(folder, tmp_path / "cache")
    findings = reportgen.load(folder, member=member).plan().findings
    assert [(one.code, str(one.place.path.name), one.place.line) for one in findings] == [
        ("typed-number", "shops.csv", 2)
    ]


def test_shared_entities_are_beside_every_brief_and_have_none(tmp_path: Path) -> None:
    folder = write_portfolio(
        tmp_path / "shops", range(3), "shared: Shop 2\n",
        {"narrative.md": '## Sales\n\n{{ sales }} beside {{ sales.of("Shop 2") }}.\n'},
    )  # fmt: skip
    members = members_of(folder, tmp_path / "cache")
    assert [one.key for one in members] == ["shop-0", "shop-1"]
    assert not any(reportgen.load(folder, member=one).plan().findings for one in members)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"where": "entity = 3"}, "brief.yaml:10: error[bad-where]: where: no condition"),
        ({"where": "regoin == 'x'"}, "no 'regoin' among entity"),
        ({"where": "entity > 3"}, "'Shop 0' is no number"),
        ({"where": "entity == 'Nobody'"}, "error[no-briefs]: where: holds for none of the briefs"),
        ({"each": "[entity, a.csv, b.csv]"}, "expected 'entity', the name of a table"),
        ({"facts": f"{HEADER}\nsales,,2025-Q3,1.5,EUR mn,r\n"}, "no fact names an entity"),
        (
            {"facts": "\n".join([HEADER, *rows_of(1), "sales,,2025-Q3,1.5,EUR mn,r", ""])},
            "facts.csv:5: error[no-entity]: a row about nobody",
        ),
        (
            {"facts": "\n".join([HEADER, *rows_of(1, "A & B"), *rows_of(2, "A B"), ""])},
            "error[duplicate-name]: 'a-b' is the name of two briefs",
        ),
        ({"facts": "\n".join([HEADER, *rows_of(1, "Covering"), ""])}, "error[no-name]: 'covering' is taken"),
        ({"each": "[entity, t.csv]", "t.csv": TABLE}, "no row about 'Shop 0' in t.csv: no brief of it"),
        (
            {"each": "[entity, t.csv]", "t.csv": TABLE},
            "t.csv:4: warning[no-facts]: no fact is about 'Shop 4'",
        ),
        ({"each": "[entity, t.csv]", "t.csv": "entity,Bad-Name\nShop 1,x\n"}, "error[bad-column]"),
        ({"each": "t.csv", "t.csv": "region\nAlps\n"}, "give each row a 'name' of its own"),
        ({"each": "t.csv"}, "no file 't.csv'"),
    ],
)
def test_what_is_wrong_with_many_is_told_once_where_it_stands(
    tmp_path: Path, change: dict[str, str], expected: str
) -> None:
    folder = write_portfolio(tmp_path / "shops", range(3))
    settings = SETTINGS.replace("each: entity", f"each: {change.get('each', 'entity')}")
    where = f"where: {json.dumps(change['where'])}\n" if "where" in change else ""
    (folder / "brief.yaml").write_text(settings + where, encoding="utf-8")
    if "facts" in change:
        (folder / "facts.csv").write_text(change["facts"], encoding="utf-8")
    if "t.csv" in change:
        (folder / "t.csv").write_text(change["t.csv"], encoding="utf-8")
    told = found_in(folder)
    assert sum(expected in one for one in told) == 1, told


def test_a_setting_that_is_wrong_for_all_is_told_once(tmp_path: Path) -> None:
    write_portfolio(tmp_path / "data" / "shops", range(3), "papier: A4\n")
    done = run(tmp_path, "check", "-j1")
    assert done.returncode == 1
    assert done.stderr.count("unknown-setting") == 1, done.stderr


def test_many_briefs_that_are_loaded_as_one_are_told_so(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "shops", range(2))
    codes = [one.code for one in reportgen.load(folder).plan().findings]
    assert "many-briefs" in codes


def test_a_covering_brief_names_who_lies_far_from_the_rest(tmp_path: Path) -> None:
    folder = write_portfolio(tmp_path / "shops", range(12), "covering: {entity: All, metrics: [orders]}\n")
    facts = (folder / "facts.csv").read_text(encoding="utf-8").replace("50007", "90007")
    (folder / "facts.csv").write_text(facts, encoding="utf-8")
    covering = members_of(folder, tmp_path / "cache")[-1]
    planned = reportgen.load(folder, member=covered(folder, None, covering)).plan()
    assert not planned.findings
    (box,) = planned.words.box
    assert planned.ledger.plain(box.text) == "Orders: Shop 7 (90,007\u00a0orders)."


def test_a_long_list_has_several_pages(tmp_path: Path, built: Path) -> None:
    shop = built / "output" / "shops" / "shop-0"
    members = [Member(f"shop-{number}") for number in range(MOST_ON_A_PAGE + 1)]
    for one in members:
        (tmp_path / "shops").mkdir(exist_ok=True)
        (tmp_path / "shops" / one.key).symlink_to(shop)
    names = overview(members, tmp_path / "shops", None)
    assert names == ("index.html", "index-2.html", "portfolio.json")
    first, second = ((tmp_path / "shops" / name).read_text(encoding="utf-8") for name in names[:2])
    assert first.count('<li class="edition"') == MOST_ON_A_PAGE
    assert second.count('<li class="edition"') == 1
    assert f'<a href="index-2.html">{MOST_ON_A_PAGE + 1} to {MOST_ON_A_PAGE + 1}</a>' in first


def test_a_page_of_somebody_elses_is_not_replaced_by_the_list(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<h1>Our shops</h1>", encoding="utf-8")
    with pytest.raises(UsageError, match=r"index\.html: not written by reportgen; move it away"):
        overview([Member("harbour")], tmp_path, None)
    assert [one.name for one in tmp_path.iterdir()] == ["index.html"]
    (tmp_path / "index.html").unlink()
    assert overview([Member("harbour")], tmp_path, None) == overview([Member("summit")], tmp_path, None)


@given(
    st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=40),
    st.integers(0, 2),
    st.sampled_from(["EUR mn", "people", "EUR"]),
)
def test_a_total_says_no_more_than_the_rounding_of_its_parts_allows(
    values: list[Decimal], decimals: int, unit: str
) -> None:
    known = parse_unit(unit, frozenset({"EUR"}), {"people": ""})
    assert known
    parts = [stated(f"{round(value, decimals):f}", known) for value in values]
    said = summed(parts)
    low, high = (
        sum(ends, Decimal(0))
        for ends in zip(*((one.interval.low, one.interval.high) for one in parts), strict=True)
    )
    if said is None:
        assert abs(low + high) / 2 <= high - low
        return
    total = stated(said[0], known, said[1]).interval
    assert total.low <= low
    assert high <= total.high


@given(st.text(min_size=1, max_size=60))
def test_the_name_of_a_brief_can_be_that_of_a_folder(name: str) -> None:
    key = key_of(name)
    assert key == key_of(key)
    assert not re.search(r'[\\/:*?"<>|\s.]', key)


def test_a_second_build_makes_what_is_missing_or_changed_and_nothing_else(built: Path) -> None:
    folder = built / "data" / "shops"
    facts = (folder / "facts.csv").read_text(encoding="utf-8")
    unchanged = json.loads(run(built, "build", "-j1", "--json", *PAGES).stdout)["briefs"]
    assert all(one["unchanged"] for one in unchanged if one["good"])
    (folder / "facts.csv").write_text(facts.replace("50001", "51111"), encoding="utf-8")
    answer = json.loads(run(built, "build", "-j1", "--json", *PAGES).stdout)["briefs"]
    assert {one["brief"] for one in answer if not one["unchanged"]} == {
        "shops-shop-1", "shops-shop-3", "shops-covering",
    }  # fmt: skip
