"""An edition by mail: it says what the edition says, goes to each reader once, and never where it should not."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import cli
from reportgen.cli.codes import GOOD, NOT_POSSIBLE, WRONG_USAGE
from reportgen.delivery.mail.addresses import read_address
from reportgen.delivery.mail.conditions import Conditions
from reportgen.delivery.mail.journal import JOURNAL
from reportgen.delivery.mail.message import Text, compose, texts_of
from reportgen.delivery.mail.reading import Front, read_front
from reportgen.delivery.mail.sending import Delivered, Sending, deliver
from reportgen.delivery.mail.server import PAUSES, Server
from reportgen.delivery.manifest import sha256
from reportgen.errors import DeliveryError, UsageError
from reportgen.language import language_of
from reportgen.project import DeliverySettings
from tests.browser import overflow, visiting
from tests.gallery import SAMPLE_A4, Gallery
from tests.referees.axe import judge_axe
from tests.referees.markup import judge_nu
from tests.smtp import DROP, DROP_AFTERWARDS, PASSWORD, USER, Mailbox, Running, certificate, smtp_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

READER, OTHER = "reader@example.com", "other@example.com"
NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
NUMBER = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module")
def issued(gallery: Gallery) -> Path:
    return gallery[SAMPLE_A4].folder


@pytest.fixture(scope="module")
def front(issued: Path) -> Front:
    return read_front(issued)


@pytest.fixture(autouse=True)
def read_once(issued: Path, front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition as it was issued is read once for all tests; one that a test has changed is read anew."""

    def read(folder: Path) -> Front:
        files = ("manifest.json", "brief.html")
        same = all((folder / name).read_bytes() == (issued / name).read_bytes() for name in files)
        return front if same else read_front(folder)

    monkeypatch.setattr("reportgen.delivery.mail.sending.read_front", read)


@pytest.fixture
def edition(issued: Path, tmp_path: Path) -> Path:
    """An edition in a folder of its own, with its own journal."""
    return Path(shutil.copytree(issued, tmp_path / "output" / "sample"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def running(pair: tuple[Path, Path]) -> Iterator[Running]:
    with smtp_server(Mailbox(), pair) as server:
        yield server


@dataclass
class Desk:
    """Whoever sends, without waiting: the pauses are noted."""

    edition: Path
    environment: Mapping[str, str]
    pauses: list[float] = field(default_factory=list)

    def sends(self, *to: str, changes: object = None, **settings: object) -> Delivered:
        made = DeliverySettings.model_validate({"to": to, **settings})
        sending = Sending(
            unverified=True, environment=self.environment, pause=self.pauses.append, now=lambda: NOW
        )
        return deliver(self.edition, made, changes=changes, sending=sending)


@pytest.fixture
def desk(edition: Path, running: Running) -> Desk:
    return Desk(edition, running.environment)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert isinstance(found, EmailMessage)
    return str(found.get_content())


def in_one(text: str) -> str:
    return " ".join(text.split())


# What it says ------------------------------------------------------------------------------------------------------


def test_every_figure_of_page_one_stands_in_both_texts_as_the_record_has_it(
    issued: Path, front: Front
) -> None:
    text = texts_of(front)
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<style.*?</style>", "", text.html, flags=re.DOTALL))
    seen = in_one(unescape(bare))
    record = json.loads((issued / "facts.json").read_text(encoding="utf-8"))
    spoken = ("title", "standfirst", "summary")
    figures = [one for one in record["figures"] if one["place"].partition(":")[0] in spoken]
    values = {one["place"]: one for one in reversed(record["figures"]) if one["place"].startswith("card:")}
    assert len(figures) >= 8
    assert len(values) == len(front.cards) == 5
    for figure in (*figures, *values.values()):
        assert in_one(figure["text"]) in seen, figure
        assert in_one(figure["text"]) in in_one(text.plain), figure


def test_no_number_is_in_the_mail_that_the_page_does_not_show(issued: Path, front: Front) -> None:
    page = (issued / "brief.html").read_text(encoding="utf-8")
    shown = set(NUMBER.findall(re.sub(r"<style.*?</style>|data:[^\"]*", "", page, flags=re.DOTALL)))
    assert {number for number in NUMBER.findall(texts_of(front).plain) if number not in shown} == set()


def test_a_changed_record_changes_the_cards_of_an_edition_without_a_page(edition: Path) -> None:
    record = (
        (edition / "facts.json").read_text(encoding="utf-8").replace('"RMB\u00a039.8bn"', '"RMB\u00a041.2bn"')
    )
    (edition / "facts.json").write_text(record, encoding="utf-8")
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    del manifest["outputs"]["brief.html"]
    manifest["outputs"]["facts.json"] = sha256(record.encode())
    (edition / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    plain = texts_of(read_front(edition)).plain
    assert "Cloud revenue: RMB\u00a041.2bn" in plain
    assert "39.8bn" not in plain


def test_the_message_holds_two_texts_the_chart_and_the_pdf_and_asks_for_nothing_else(
    issued: Path, front: Front
) -> None:
    message = composed(front)
    html = part(message, "html")
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/pdf",
    ]  # fmt: skip
    picture = next(one for one in message.walk() if one.get_content_type() == "image/png")
    assert re.findall(r'src="([^"]+)"', html) == [f"cid:{picture['Content-ID'].strip('<>')}"]
    assert not re.search(r"url\(|<link|<script|@import|http", html)
    attached = next(iter(message.iter_attachments()))
    assert attached.get_content() == (issued / "brief.pdf").read_bytes()
    assert len(re.findall(r'<td[^>]*style="', html)) == len(re.findall(r"<td", html)), (
        "every cell has its style"
    )


def composed(front: Front, text: Text | None = None, to: str = READER) -> EmailMessage:
    made = compose(front, text or texts_of(front), read_address("desk@example.com"), [read_address(to)], NOW)
    return message_from_bytes(made.as_bytes(), policy=policy.default)


def test_the_same_edition_reader_and_time_give_the_same_bytes(front: Front) -> None:
    assert composed(front).as_bytes() == composed(front).as_bytes()
    assert composed(front)["Message-ID"] != composed(front, to=OTHER)["Message-ID"]
    assert composed(front)["Message-ID"] != composed(replace(front, identity="0" * 64))["Message-ID"]


def test_changes_and_the_link_stand_in_both_texts(front: Front) -> None:
    text = texts_of(front, changes=["Cloud <revenue> rose."], link="https://example.com/a?b=1&c=2")
    assert "Cloud &lt;revenue&gt; rose." in text.html
    assert "- Cloud <revenue> rose." in text.plain
    assert 'href="https://example.com/a?b=1&amp;c=2"' in text.html
    assert "https://example.com/a?b=1&c=2" in text.plain
    with pytest.raises(UsageError, match="begins with https"):
        texts_of(front, link="javascript:alert(1)")


def test_an_author_overrides_the_template(front: Front, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    place = tmp_path / "templates" / "mail" / "message.txt.jinja"
    place.parent.mkdir(parents=True)
    place.write_text("Ours: {{ front.title }}", encoding="utf-8")
    assert texts_of(front, tmp_path).plain == f"Ours: {front.title}\n"


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1))
def test_no_title_makes_a_header_of_its_own(title: str) -> None:
    text = Text("<p>it</p>", "it")
    bare = replace(BARE, title=f"{title}\r\nBcc: thief@example.com\n\nX: y")
    message = composed(bare, text)
    assert set(message.keys()) == set(composed(BARE, text).keys())
    assert message["To"] == READER


BARE = Front(
    brief="brief", title="Title", entity="", period="", day="", standfirst="", cards=(), points=(), chart=None,
    pdf=None, draft=False, words=language_of(), identity="1" * 64,
)  # fmt: skip


# To whom -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("ir@example.com", "ir@example.com"),
        ("Ines Röhl <ir@münchen.example>", "Ines Röhl <ir@xn--mnchen-3ya.example>"),
        ('"Röhl, Ines" <ir@example.com>', '"Röhl, Ines" <ir@example.com>'),
        ("straße@straße.example", "straße@xn--strae-oqa.example"),
    ],
)
def test_an_address_is_read_with_its_name_and_domain(given: str, wanted: str) -> None:
    assert str(read_address(given)) == wanted


@pytest.mark.parametrize(
    "wrong",
    ["", "ir", "ir@", "@example.com", "a@b@c", "a@x.com, b@x.com", "a@x.com\nBcc: b@x.com", "a b@x.com",
     "<a@x.com", "a@-x.com", "a@x..com", f"{'a' * 65}@x.com", "a..b@x.com"],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        read_address(wrong)


# Sent once ---------------------------------------------------------------------------------------------------------


def test_each_reader_gets_a_message_of_their_own_once(desk: Desk, running: Running) -> None:
    assert desk.sends(READER, OTHER, READER.upper()).accepted == (READER, OTHER)
    assert desk.sends(READER, OTHER) == Delivered(already=(READER, OTHER))
    assert [(to, str(message["To"])) for to, message in running.mailbox.taken] == [
        (READER, READER),
        (OTHER, OTHER),
    ]


@pytest.mark.parametrize("answer", ["451 later", "421 busy", DROP])
def test_what_is_temporary_is_tried_again_under_the_same_id(
    desk: Desk, running: Running, answer: str
) -> None:
    running.mailbox.answers = [answer, answer]
    assert desk.sends(READER).accepted == (READER,)
    assert len(running.mailbox.taken) == 1
    assert len(running.mailbox.offered) == 3
    assert len(set(running.mailbox.offered)) == 1
    assert desk.pauses == list(PAUSES[:2])
    assert desk.sends(READER).already == (READER,)


def test_a_message_whose_answer_was_lost_comes_again_only_under_its_own_id(
    desk: Desk, running: Running
) -> None:
    running.mailbox.answers = [DROP_AFTERWARDS]
    assert desk.sends(READER).accepted == (READER,)
    assert len({str(message["Message-ID"]) for _, message in running.mailbox.taken}) == 1


def test_a_server_that_stays_busy_is_told_and_asked_again_by_the_next_run(
    desk: Desk, running: Running
) -> None:
    running.mailbox.answers = ["451 later"] * (1 + len(PAUSES))
    assert desk.sends(READER).refused == ((READER, "451 later"),)
    assert desk.sends(READER).accepted == (READER,)


def test_a_final_refusal_is_not_tried_again(desk: Desk, running: Running) -> None:
    running.mailbox.answers = ["554 not this"]
    assert desk.sends(READER, OTHER) == Delivered((OTHER,), (), ((READER, "554 not this"),))
    assert desk.pauses == []


def test_a_reader_whom_the_server_does_not_know_keeps_it_from_nobody_else(
    desk: Desk, running: Running
) -> None:
    running.mailbox.unknown = frozenset({READER})
    done = desk.sends(READER, OTHER)
    assert done == Delivered((OTHER,), (), ((READER, "550 5.1.1 no such mailbox"),))
    assert not done.complete
    running.mailbox.unknown = frozenset()
    assert desk.sends(READER, OTHER) == Delivered((READER,), (OTHER,))


def test_a_journal_cut_in_the_middle_of_a_line_keeps_the_others(desk: Desk) -> None:
    desk.sends(READER)
    journal = desk.edition.parent / JOURNAL
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"message": "<half')
    assert desk.sends(READER, OTHER) == Delivered((OTHER,), (READER,))
    assert desk.sends(READER, OTHER) == Delivered((), (READER, OTHER))
    assert PASSWORD not in journal.read_text(encoding="utf-8")


def test_with_a_damaged_journal_nothing_is_sent(desk: Desk, running: Running) -> None:
    (desk.edition.parent / JOURNAL).write_text('{"somebody": "else"}\n', encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"mail-journal\.jsonl:1: no line of a journal"):
        desk.sends(READER)
    assert running.mailbox.offered == []


# Only where it is safe ---------------------------------------------------------------------------------------------


def test_a_server_with_tls_from_the_first_byte_is_written_to(edition: Path, pair: tuple[Path, Path]) -> None:
    with smtp_server(Mailbox(), pair, "tls") as running:
        assert Desk(edition, running.environment).sends(READER).accepted == (READER,)


def test_a_certificate_that_nobody_vouches_for_ends_it(desk: Desk, running: Running) -> None:
    desk.environment = {name: text for name, text in running.environment.items() if not name.endswith("_CA")}
    with pytest.raises(DeliveryError, match="its certificate is not to be trusted"):
        desk.sends(READER)
    assert running.mailbox.offered == []


def test_a_server_that_offers_no_tls_is_sent_nothing(edition: Path, pair: tuple[Path, Path]) -> None:
    with smtp_server(Mailbox(), pair, "none") as running:
        asked = {**running.environment, "REPORTGEN_SMTP_SECURITY": "starttls"}
        with pytest.raises(DeliveryError, match="offers no STARTTLS"):
            Desk(edition, asked).sends(READER)
        assert running.mailbox.offered == []
        assert Desk(edition, running.environment).sends(READER).accepted == (READER,), (
            "where it was asked for"
        )


def test_a_wrong_password_is_told_and_never_shown(desk: Desk, running: Running) -> None:
    desk.environment = {**running.environment, "REPORTGEN_SMTP_PASSWORD": "hunter2-wrong"}
    with pytest.raises(DeliveryError) as refused:
        desk.sends(READER)
    assert "refuses REPORTGEN_SMTP_USER and REPORTGEN_SMTP_PASSWORD (535)" in str(refused.value)
    assert "hunter2" not in f"{refused.value}{Server.of(desk.environment)}"
    assert Server.of(running.environment).masked(f"no {PASSWORD} of {USER}") == "no *** of ***"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("HOST", "", "no server: set REPORTGEN_SMTP_HOST"),
        ("PORT", "http", "REPORTGEN_SMTP_PORT is 'http'"),
        ("SECURITY", "ssl", "expected starttls or tls"),
        ("USER", "", "go together"),
        ("CA", "/nowhere.pem", "no file '/nowhere.pem'"),
    ],
)
def test_a_wrong_setting_of_the_server_is_named(running: Running, name: str, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        Server.of({**running.environment, f"REPORTGEN_SMTP_{name}": text})


def test_nothing_is_sent_in_the_clear_to_another_machine() -> None:
    with pytest.raises(UsageError, match="is for a server on this machine"):
        Server.of({"REPORTGEN_SMTP_HOST": "mail.example.com", "REPORTGEN_SMTP_SECURITY": "none"})


# Only what is fit, and when it is due ------------------------------------------------------------------------------


def test_a_draft_and_a_changed_file_are_not_mailed(edition: Path) -> None:
    due = DeliverySettings.model_validate({"to": READER})
    manifest = edition / "manifest.json"
    whole = manifest.read_text(encoding="utf-8")
    manifest.write_text(whole.replace('"draft": false', '"draft": true'), encoding="utf-8")
    with pytest.raises(UsageError, match="a draft is not mailed"):
        deliver(edition, due, sending=Sending(environment={}))
    manifest.write_text(whole, encoding="utf-8")
    page = edition / "brief.html"
    page.write_text(page.read_text(encoding="utf-8").replace("39.8bn", "49.8bn"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"brief\.html: changed since the edition was built"):
        deliver(edition, due, sending=Sending(environment={}))


def test_an_edition_that_does_not_verify_is_not_mailed_without_a_flag(
    edition: Path, running: Running
) -> None:
    page, place = edition / "brief.html", edition / "manifest.json"
    page.write_text(page.read_text(encoding="utf-8").replace("39.8bn", "49.8bn"), encoding="utf-8")
    manifest = json.loads(place.read_text(encoding="utf-8"))
    manifest["outputs"]["brief.html"] = sha256(page.read_bytes())
    place.write_text(json.dumps(manifest), encoding="utf-8")
    due = DeliverySettings.model_validate({"to": READER})
    with pytest.raises(UsageError, match="does not verify and is not mailed"):
        deliver(edition, due, sending=Sending(environment=running.environment))
    assert running.mailbox.offered == []
    assert Desk(edition, running.environment).sends(READER).accepted == (READER,)


def test_where_nothing_changed_nothing_is_sent(desk: Desk, running: Running) -> None:
    assert desk.sends(READER, changes=[]).skipped == "nothing changed since the last edition"
    assert running.mailbox.offered == []
    assert desk.sends(READER, changes=["Sales rose."], link="https://example.com/{brief}/{period}/").accepted
    plain = part(running.mailbox.taken[0][1], "plain")
    assert "- Sales rose." in plain
    assert "https://example.com/alibaba-fy2026-q2/FY2026-Q2/" in plain
    assert desk.sends(OTHER, changes=[], only_changed=False).accepted == (OTHER,)


@pytest.fixture(scope="module")
def conditions(issued: Path) -> Conditions:
    return Conditions.of((issued / "facts.json").read_bytes(), "Alibaba Group", "FY2026-Q2")


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("cloud_revenue.yoy < 0", False),
        ("cloud_revenue.yoy > 0.3", True),
        ("group_operating_income_yoy < -0.5 and not cloud_revenue < 1e9", True),
        ("cloud_revenue.consensus < cloud_revenue", True),
        ("cloud_revenue < 1 or group_revenue.qoq > -1", True),
    ],
)
def test_a_condition_is_asked_of_the_facts_that_the_edition_shows(
    conditions: Conditions, condition: str, *, holds: bool
) -> None:
    assert conditions.holds(condition) is holds


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("cloud_revenu < 0", "did you mean 'cloud_revenue'"),
        ("cloud_revenue", "is no condition"),
        ("__import__('os') < 1", "is no condition"),
        ("cloud_revenue < ", "is no condition"),
        ("cloud_revenue > 39.8e9", "cannot be decided within the rounding"),
    ],
)
def test_a_condition_that_cannot_be_answered_is_told(
    conditions: Conditions, condition: str, told: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        conditions.holds(condition)


def test_a_condition_that_does_not_hold_sends_nothing(desk: Desk, running: Running) -> None:
    assert desk.sends(READER, when="cloud_revenue.yoy < 0").skipped == "'cloud_revenue.yoy < 0' does not hold"
    assert running.mailbox.offered == []


# From the command line ---------------------------------------------------------------------------------------------


def test_the_command_sends_and_says_to_whom(
    edition: Path, running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in running.environment.items():
        monkeypatch.setenv(name, text)
    running.mailbox.unknown = frozenset({OTHER})
    command = ["mail", str(edition), "--to", READER, "--to", OTHER]
    assert cli.main(command) == NOT_POSSIBLE
    said = capsys.readouterr()
    assert said.out == f"{READER}\n"
    assert f"{OTHER}: not delivered: 550" in said.err
    assert cli.main([*command[:4], "--unverified"]) == GOOD
    assert "has it already" in capsys.readouterr().err


def test_the_command_writes_a_file_that_mail_programs_open(
    edition: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "mail.eml"
    command = ["mail", str(edition), "--to", READER, "--from", "desk@example.com", "--eml", str(place)]
    assert cli.main([*command, "--unverified"]) == GOOD
    message = message_from_bytes(place.read_bytes(), policy=policy.default)
    assert message["Subject"] == "Cloud revenue grows 34 percent as demand for AI outruns supply"
    assert cli.main(["mail", str(edition), "--to", "nobody", "--eml", str(place)]) == WRONG_USAGE
    assert "'nobody' is no address" in capsys.readouterr().err


# As it looks -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(front: Front, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The HTML as a mail program shows it, with the picture in its place."""
    message = composed(front, texts_of(front, changes=["Sales rose."], link="https://example.com/"))
    picture = next(one for one in message.walk() if one.get_content_type() == "image/png")
    data = base64.b64encode(cast("bytes", picture.get_content())).decode()
    html = part(message, "html").replace(
        f"cid:{picture['Content-ID'].strip('<>')}", f"data:image/png;base64,{data}"
    )
    place = tmp_path_factory.mktemp("mail") / "mail.html"
    place.write_text(html, encoding="utf-8")
    return place


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 360])
def test_it_fits_its_window_can_be_read_and_asks_for_nothing(
    chromium: Browser, shown: Path, width: int, scheme: str
) -> None:
    with visiting(chromium, shown, width, color_scheme=scheme) as visit:
        assert overflow(visit.page) == []
        assert visit.requests == []
        assert visit.messages == []
        ground = visit.page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 23, 29)"}[scheme]
        assert [one for one in judge_axe(visit.page) if "contrast" in one or "alt" in one] == []


@pytest.mark.referee
def test_the_html_is_what_html_of_mail_may_be(shown: Path) -> None:
    old = re.compile(r"obsolete|bgcolor|attribute on the|Bad value “(supported-color-schemes|color-scheme)”")
    assert [str(one) for one in judge_nu([shown]) if not old.search(str(one))] == []


def test_the_chart_of_a_mail_says_what_it_shows(front: Front) -> None:
    assert front.chart is not None
    assert front.chart.alt.startswith("Column chart: Cloud revenue growth")
    assert front.chart.png.startswith(b"\x89PNG")


def test_addresses_are_as_the_library_has_them() -> None:
    assert read_address("a@example.com") == Address(username="a", domain="example.com")
