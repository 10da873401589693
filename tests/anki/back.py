#!/usr/bin/env python3
"""
Lets the program read what real Anki wrote, and says whether it understood.

    python back.py PROGRAM [SCENARIO ...]

fixtures   every package that make_fixture.py makes, with SM-2 and with FSRS: due day, interval, ease,
           counts, suspended, flagged, buried, and the number of answers of every card
pull       our cards with progress go to Anki, are studied there on several days by its own scheduler,
           and come back through AnkiConnect (a server here, real Anki behind it): the schedule is that
           of the same answers given here, however often it is pulled

changes    cards are answered, forgotten, flagged, suspended, buried and given another day in Anki, package by
           package, one of them without progress: after each the program has them as Anki has them
again      notes that Anki wrote come here, and go back: Anki takes no note for new, touches none that
           nobody has edited here, and takes exactly the edited one over

types      the note type of notes that came from Anki is changed there: no text is lost, notes that nobody
           has edited are left alone, and an edited one has its text, its markup and its media

A line is printed for each scenario; the exit status is 1 where one fails.
"""
from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import time

from connect import serving
from judge import HERE, Failure, Home, sample

import anki.lang
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler_pb2 import CardAnswer

ROLLOVER = 4


def study_day(at: datetime.datetime) -> datetime.date:
    return (at - datetime.timedelta(hours=ROLLOVER)).date()


def cards_of(home: Home) -> dict:
    return {card["id"]: card for card in json.loads(home.run("cards", "--json"))}


# --------------------------------------------------------------------------- fixtures
def notes_of(folder: str) -> dict:
    """The id and kind of each note by guid and number of card, as the decks say it."""
    notes: list[dict] = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".yaml") or name == "collection.yaml":
            continue
        for line in open(os.path.join(folder, name), encoding="utf-8"):
            line = line.rstrip("\n")
            if line.startswith("  - id: "):
                notes.append({"id": line[8:], "kind": "basic", "card": 0})
            elif line.startswith("    kind: "):
                notes[-1]["kind"] = line[10:]
            elif line.startswith("      guid: "):
                guid = line[12:]
                notes[-1]["guid"] = guid[1:-1].replace("''", "'") if guid.startswith("'") else guid
            elif line.startswith("      card: "):
                notes[-1]["card"] = int(line[12:])
    return {(note["guid"], note["card"]): note for note in notes}


def part_of(kind: str, number: int) -> str:
    """What stands behind the id of a note's card."""
    if kind == "cloze":
        return f"#c{number + 1}"
    return "#back" if kind == "reversed" and number == 1 else ""


def check_package(program: str, folder: str, package: str, truth: dict) -> int:
    home = Home(program)
    home.run("--no-bundled", "import", os.path.join(folder, package))
    again = json.loads(home.run("--no-bundled", "import", os.path.join(folder, package), "--json"))
    if again["notes"]["new"] or again["notes"]["changed"] or again["progress"]["added"]:
        raise Failure(f"{package}: importing twice added {again['notes']}, {again['progress']}")
    notes = notes_of(os.path.join(home.folder, "data/revisit/decks/anki"))
    cards = {card["id"]: card for card in json.loads(home.run("--no-bundled", "cards", "--json"))}
    offset = home.now.tzinfo
    wrong, compared = [], 0
    for note in truth["notes"]:
        for card in note["cards"]:
            whole = notes.get((note["guid"], card["ord"] if note["notetype"] == "Fixture RTL" else 0))
            if whole is None:
                wrong.append(f"{note['guid']} is missing")
                continue
            name = f"anki/{whole['id']}{part_of(whole['kind'], card['ord'])}"
            ours = cards.get(name)
            if ours is None:
                wrong.append(f"{name} is missing")
                continue
            state = ours["state"]
            due = card.get("due_date")
            if "due_at" in card:
                due = study_day(datetime.datetime.fromtimestamp(card["due_at"], offset)).isoformat()
            expected = {"due": due, "suspended": card["queue"] == -1, "flagged": card["flags"] > 0,
                        "buried": card["queue"] in (-2, -3)}
            if card["type"]:
                expected |= {"interval_days": max(card["ivl"], 0), "reps": card["reps"], "lapses": card["lapses"],
                             "ease": (card["factor"] // 10 or 250) / 100}
                memory = card.get("fsrs") or {}
                expected |= {"stability": memory.get("s"), "difficulty": memory.get("d")}
            for key, value in expected.items():
                if state[key] != value:
                    wrong.append(f"{ours['id']}.{key} is {state[key]}, not {value}")
            graded = sum(1 <= review["ease"] <= 4 for review in card["revlog"])
            history = json.loads(home.run("--no-bundled", "history", ours["id"], "--json")) if graded else []
            found = sum(event["event"] == "imported_review" for event in history)
            if found != graded:
                wrong.append(f"{ours['id']} has {found} answers, not {graded}")
            compared += 1
    if wrong:
        raise Failure(f"{package}: {len(wrong)} differences: {'; '.join(wrong[:5])}")
    return compared


def fixtures(program: str) -> str:
    told = []
    for flavour in ([], ["--fsrs"]):
        folder = tempfile.mkdtemp(prefix="revisit_fixture_")
        command = [sys.executable, os.path.join(HERE, "make_fixture.py"), folder, "--days", "12", "--notes", "8"]
        done = subprocess.run(command + flavour, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"make_fixture.py: {done.stderr[-500:]}")
        truth = json.load(open(os.path.join(folder, "truth.json")))
        for package in ("sched_legacy.apkg", "sched_latest.apkg", "all_legacy.colpkg", "all_latest.colpkg"):
            told.append(check_package(program, folder, package, truth))
    return f"{len(told)} packages, {sum(told)} cards"


# --------------------------------------------------------------------------- pull
def answer_in_anki(col: Collection, rng: random.Random, limit: int) -> int:
    answered = 0
    for deck in col.decks.all_names_and_ids(skip_empty_default=True):
        if "::" in deck.name:
            continue
        col.decks.select(deck.id)
        while answered < limit:
            queue = col.sched.get_queued_cards(fetch_limit=1).cards
            if not queue:
                break
            card = col.get_card(queue[0].card.id)
            card.start_timer()
            grade = rng.choices(
                [CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.GOOD, CardAnswer.EASY], [15, 10, 60, 15]
            )[0]
            answer = col.sched.build_answer(card=card, states=queue[0].states, rating=grade)
            answer.milliseconds_taken = rng.randint(900, 20000)
            col.sched.answer_card(answer)
            answered += 1
    return answered


class Sm2:
    """SM-2 as published, and what a day's answers do to it: what the program says it does."""

    def __init__(self, state: dict, day: datetime.date) -> None:
        due = state["due"] and datetime.date.fromisoformat(state["due"])
        self.due, self.reps, self.lapses = due, state["reps"], state["lapses"]
        self.interval, self.ease = state["interval_days"], round(state["ease"] * 100)
        # How often it was passed in a row does not show; the interval tells where it matters.
        self.passed = 0 if not due or state["interval_days"] <= 0 else 1 if self.interval == 1 else 2
        self.last = due - datetime.timedelta(days=self.interval) if due else None

    def answer(self, grade: int, day: datetime.date) -> None:
        if self.last is not None and day <= self.last:
            return
        if grade == 1:
            self.lapses += self.reps > 0
            self.passed, self.interval = 0, 1
        else:
            self.ease = max(130, self.ease + {2: -14, 3: 0, 4: 10}[grade])
            self.passed += 1
            if self.passed == 1:
                self.interval = 1
            elif self.passed == 2:
                self.interval = 6
            else:
                self.interval = min(36500, -(-self.interval * self.ease // 100))
        self.reps += 1
        self.last, self.due = day, day + datetime.timedelta(days=self.interval)


def passes(home: Home, card: str) -> int:
    """How often a card was passed in a row, as its history tells."""
    row = 0
    last = None
    for event in json.loads(home.run("history", card, "--json")):
        if event["event"] == "reviewed" and not event["retracted"] and event["day"] != last:
            last = event["day"]
            row = 0 if event["grade"] == "again" else row + 1
    return row


def pull(program: str) -> str:
    home = sample(program)
    # Anki knows no clock but the machine's: the story ends today.
    home.now -= datetime.timedelta(days=10)
    home.study_days(9, 6)
    exported, _ = home.export("progress.apkg", "--with-progress")
    before = cards_of(home)
    in_a_row = {card: passes(home, card) for card in before}
    col = Collection(os.path.join(home.folder, "collection.anki2"))
    col.import_anki_package(
        ImportAnkiPackageRequest(
            package_path=exported, options=ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        )
    )
    sent = col.db.scalar("select count() from revlog")
    rng = random.Random(5)
    answered = 0
    for days in (1, 2, 3, 5, 8):
        known = set(col.db.list("select id from revlog"))
        answered += answer_in_anki(col, rng, 60)
        # What was answered just now was answered some days after the export.
        for at in col.db.list("select id from revlog order by id"):
            if at not in known and col.db.scalar("select ease from revlog where id=?", at) > 0:
                col.db.execute("update revlog set id=? where id=?", at + (days - 10) * 86_400_000, at)
        # More is due next time, whatever Anki would have liked.
        col.db.execute("update cards set due=? where queue=2 and id % 3", col.sched.today)
        col.db.execute("update cards set type=2, queue=2, ivl=max(ivl, 1), due=? where queue in (1, 3)", col.sched.today + 1)
    guids = dict(col.db.all("select c.id, n.guid from cards c join notes n on n.id=c.nid"))
    kinds = {card["id"].split("#")[0]: card["kind"] for card in before.values()}
    ords = dict(col.db.all("select id, ord from cards"))
    started = home.now
    home.now += datetime.timedelta(days=9)
    expected = {}
    newest = col.db.all("select id, cid, ease from revlog where ease between 1 and 4 order by id")
    for at, cid, grade in newest:
        if at <= started.timestamp() * 1000:
            continue
        note = guids[cid].removeprefix("revisit:")
        card = note + part_of(kinds[note], ords[cid])
        day = study_day(datetime.datetime.fromtimestamp(at / 1000, home.now.tzinfo))
        if card not in expected:
            expected[card] = Sm2(before[card]["state"], day)
            expected[card].passed = in_a_row[card]
        expected[card].answer(grade, day)
    with serving(col) as url:
        ask = ["import", "anki", "--pull", "--url", url, "--json"]
        report = json.loads(home.run(*ask))
        wrong = []
        for _ in range(2):
            if added := json.loads(home.run(*ask))["progress"]["added"]:
                wrong.append(f"pulling again added {added}")
    after = cards_of(home)
    for card, sm2 in expected.items():
        state = after[card]["state"]
        want = {"due": sm2.due.isoformat(), "interval_days": sm2.interval, "ease": sm2.ease / 100,
                "reps": sm2.reps, "lapses": sm2.lapses}
        have = {key: state[key] for key in want}
        if have != want:
            wrong.append(f"{card}: {have}, not {want}")
    for card, was in before.items():
        if card not in expected and after[card]["state"]["due"] != was["state"]["due"]:
            wrong.append(f"{card} has moved, and was not answered")
    if report["progress"]["added"] < answered:
        wrong.append(f"{answered} answers in Anki, {report['progress']['added']} came in")
    if wrong:
        raise Failure(f"{len(wrong)} differences: {'; '.join(wrong[:5])}")
    col.close()
    return f"{sent} sent, {answered} answered in Anki, {len(expected)} cards scheduled as if answered here"


# --------------------------------------------------------------------------- again
def everything(col: Collection) -> dict:
    notes = {guid: rest for guid, *rest in col.db.all("select guid, id, mid, mod, tags, flds from notes")}
    cards = col.db.all("select id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, flags, data from cards")
    return {"notes": notes, "cards": cards, "revlog": col.db.all("select * from revlog order by id"),
            "types": sorted((m.id, m.name) for m in col.models.all_names_and_ids()),
            "decks": sorted(d.name for d in col.decks.all_names_and_ids())}


def take_in(col: Collection, package: str, **options):
    request = ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions(**options))
    return col.import_anki_package(request).log


def again(program: str) -> str:
    import make_fixture

    folder = tempfile.mkdtemp(prefix="revisit_again_")
    path = os.path.join(folder, "collection.anki2")
    col = Collection(path)
    make_fixture.build(col, 6)
    col.close()
    rng = random.Random(2)
    for _ in range(6):
        make_fixture.study(path, rng, 60)
        make_fixture.shift_one_day(path)
    col = Collection(path)
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=True, legacy=False)
    before = everything(col)
    told = []
    for number, form in enumerate(("legacy", "latest")):
        home = Home(program)
        package = os.path.join(folder, f"from_anki_{form}.apkg")
        col.export_anki_package(out_path=package, limit=None, options=options)
        home.run("--no-bundled", "import", package)
        for progress in ([], ["--with-progress"]):
            out = home.path("back.apkg")
            home.run("--no-bundled", "export", "anki", "-o", out, "--format", form, *progress)
            for merge in (False, True):
                log = take_in(col, out, with_scheduling=bool(progress), merge_notetypes=merge)
                if log.new or log.updated or log.conflicting:
                    raise Failure(f"{form}: {len(log.new)} new, {len(log.updated)} updated, {len(log.conflicting)} conflicting")
                if len(log.duplicate) != len(before["notes"]):
                    raise Failure(f"{form}: {len(log.duplicate)} of {len(before['notes'])} notes were known")
                after = everything(col)
                for what in before:
                    if after[what] != before[what]:
                        old, new = ([x for x in a[what] if x not in b[what]] for a, b in ((before, after), (after, before)))
                        raise Failure(f"{form}, merge {merge}: {what} changed: {old[:3]} became {new[:3]}")
        # One is edited here.
        deck = home.path("data/revisit/decks/anki/fixture.basic.yaml")
        with open(deck, encoding="utf-8") as file:
            text = file.read()
        answer = f"back: back {number}\n"
        if text.count(answer) != 1:
            raise Failure(f"{text.count(answer)} cards answer {answer!r}")
        with open(deck, "w", encoding="utf-8") as file:
            file.write(text.replace(answer, f"back: '**new** back {number}'\n"))
        out = home.path("edited.apkg")
        home.run("--no-bundled", "export", "anki", "-o", out, "--format", form)
        log = take_in(col, out)
        if len(log.updated) != 1 or log.new or log.conflicting:
            raise Failure(f"{form}, edited: {len(log.new)} new, {len(log.updated)} updated, {len(log.conflicting)} conflicting")
        fields = col.db.scalar("select flds from notes where id=?", log.updated[0].id.nid)
        if fields != f"front {number}\x1f<b>new</b> back {number}":
            raise Failure(f"{form}: the edited note says {fields!r}")
        # Anki's note comes back as what it is here.
        later = os.path.join(folder, f"later_{form}.apkg")
        col.export_anki_package(out_path=later, limit=None, options=options)
        report = json.loads(home.run("--no-bundled", "import", later, "--json"))
        if report["notes"]["new"] or report["notes"]["changed"] or report["notes"]["kept"] or report["progress"]["added"]:
            raise Failure(f"{form}: coming back: {report['notes']}, {report['progress']}")
        before = everything(col)
        told.append(form)
    # In an Anki that never had them they are what they were.
    fresh = Collection(os.path.join(tempfile.mkdtemp(prefix="revisit_again_"), "collection.anki2"))
    home = Home(program)
    home.run("--no-bundled", "import", later)
    out = home.path("fresh.apkg")
    home.run("--no-bundled", "export", "anki", "-o", out, "--with-progress")
    log = take_in(fresh, out, with_scheduling=True)
    if len(log.new) != len(before["notes"]) or fresh.card_count() != col.card_count():
        raise Failure(f"fresh: {len(log.new)} notes, {fresh.card_count()} cards")
    report, ok = fresh.fix_integrity()
    if not ok:
        raise Failure(f"fresh: {report}")
    if lost := set(fresh.media.check().missing) - set(col.media.check().missing):
        raise Failure(f"fresh: media missing: {lost}")
    col.close()
    fresh.close()
    return f"{len(before['notes'])} notes, {', '.join(told)}: none touched but the one edited"


# --------------------------------------------------------------------------- changes
def answer_one(col: Collection, cid: int, rating: int) -> None:
    card = col.get_card(cid)
    card.start_timer()
    states = col._backend.get_scheduling_states(cid)
    col.sched.answer_card(col.sched.build_answer(card=card, states=states, rating=rating))


def changes(program: str) -> str:
    folder = tempfile.mkdtemp(prefix="revisit_changes_")
    col = Collection(os.path.join(folder, "collection.anki2"))
    basic = col.models.by_name("Basic")
    for number in range(9):
        note = col.new_note(basic)
        note["Front"], note["Back"] = f"front {number}", f"back {number}"
        col.add_note(note, col.decks.id("Changes"))
    cards = sorted(col.find_cards(""))
    easy = CardAnswer.EASY

    def first() -> None:
        answer_one(col, cards[0], easy)
        answer_one(col, cards[1], easy)
        col.sched.set_due_date(cards[2:4], "10")
        col.set_user_flag_for_cards(1, [cards[1], cards[4]])
        col.sched.suspend_cards([cards[5], cards[6]])

    def second() -> None:
        # Anki leaves the time of a card as it was when its flag changes.
        col.set_user_flag_for_cards(2, [cards[0]])
        col.set_user_flag_for_cards(0, [cards[1], cards[4]])
        col.sched.schedule_cards_as_new([cards[1], cards[3]])
        col.sched.set_due_date([cards[2]], "4")
        col.sched.unsuspend_cards([cards[6]])
        col.sched.bury_cards([cards[7], cards[8]])

    def moved() -> None:
        col.set_deck([cards[0], cards[2]], col.decks.id("Changes::Moved"))

    def third() -> None:
        col.set_user_flag_for_cards(0, [cards[0]])
        col.sched.set_due_date([cards[3]], "6")
        col.sched.unbury_cards([cards[7]])
        col.sched.suspend_cards([cards[1]])
        answer_one(col, cards[4], easy)

    home = Home(program)
    for number, (step, progress) in enumerate([(first, True), (second, True), (moved, False), (third, True)]):
        # Anki counts in seconds.
        time.sleep(1.1)
        step()
        package = os.path.join(folder, f"{number}.apkg")
        options = ExportAnkiPackageOptions(with_scheduling=progress, with_deck_configs=False, with_media=False, legacy=True)
        col.export_anki_package(out_path=package, limit=None, options=options)
        home.now = datetime.datetime.now(home.now.tzinfo)
        home.run("--no-bundled", "import", package)
        again = json.loads(home.run("--no-bundled", "import", package, "--json"))
        wrong = [f"importing again added {again['progress']['added']}"] if again["progress"]["added"] else []
        ours = json.loads(home.run("--no-bundled", "cards", "--json"))
        for place, (cid, card) in enumerate(zip(cards, sorted(ours, key=lambda card: card["id"]))):
            row = col.get_card(cid)
            today = study_day(home.now)
            due = (today + datetime.timedelta(days=row.due - col.sched.today)).isoformat() if row.type == 2 else None
            want = {"due": due, "flagged": row.flags > 0, "suspended": row.queue == -1, "buried": row.queue in (-2, -3)}
            have = {key: card["state"][key] for key in want}
            if have != want:
                wrong.append(f"card {place} ({card['id']}): {have}, not {want}")
        if wrong:
            raise Failure(f"package {number}: {'; '.join(wrong)}")
    col.close()
    return f"{len(cards)} cards in {number + 1} packages, each as Anki has it"


# --------------------------------------------------------------------------- types
def rows(col: Collection) -> list[list[str]]:
    return sorted(fields.split("\x1f") for fields in col.db.list("select flds from notes"))


def types(program: str) -> str:
    folder = tempfile.mkdtemp(prefix="revisit_types_")
    col = Collection(os.path.join(folder, "collection.anki2"))
    basic, deck = col.models.by_name("Basic"), col.decks.id("Types")
    col.media.write_data("pic.png", b"a picture")
    written = [
        ["plain", "answer"],
        ['<span style="color:red">red</span> <u>u</u>', "<mark>m</mark> <kbd>Ctrl</kbd> x<sup>y+z</sup>"],
        ['see <img src="pic.png"> teh word', "listen [sound:s%41.mp3]"],
        ["deleted there", "still here"],
    ]
    for fields in written:
        note = col.new_note(basic)
        note.fields = list(fields)
        col.add_note(note, deck)
    cloze = col.new_note(col.models.by_name("Cloze"))
    cloze.fields = ["{{c1::<b>bold</b>}} x", "extra"]
    col.add_note(cloze, deck)
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=False, legacy=True)
    package = os.path.join(folder, "from_anki.apkg")
    home = Home(program)

    def bring() -> dict:
        col.export_anki_package(out_path=package, limit=None, options=options)
        return json.loads(home.run("--no-bundled", "import", package, "--json"))["notes"]

    def send(to: Collection, **expected: int) -> None:
        out = home.path("back.apkg")
        home.run("--no-bundled", "export", "anki", "-o", out)
        log = take_in(to, out)
        found = {what: len(getattr(log, what)) for what in ("new", "updated", "duplicate", "conflicting")}
        if found != {"new": 0, "updated": 0, "duplicate": 0, "conflicting": 0, **expected}:
            raise Failure(f"Anki says {found}, not {expected}")

    def check(to: Collection, wanted: list[list[str]]) -> None:
        if rows(to) != sorted(wanted):
            raise Failure(f"{rows(to)} is not {sorted(wanted)}")

    bring()
    send(col, duplicate=5)
    basic["flds"][0]["name"] = "Question"
    col.models.update_dict(basic)
    basic = col.models.by_name("Basic")
    col.models.add_field(basic, col.models.new_field("Extra"))
    basic["tmpls"][0]["afmt"] = "{{FrontSide}}<hr id=answer>{{hint:Back}}<br>{{Extra}}"
    col.models.update_dict(basic)
    col.remove_notes(col.find_notes("deleted"))
    bring()
    if (again := bring())["changed"]:
        raise Failure(f"importing twice changed {again}")
    wanted = [[*fields, ""] for fields in written] + [cloze.fields]
    send(col, new=1, duplicate=4)
    check(col, wanted)
    # Three are edited here.
    deck = home.path("data/revisit/decks/anki/types.yaml")
    with open(deck, encoding="utf-8") as file:
        text = file.read()
    with open(deck, "w", encoding="utf-8") as file:
        edits = {"(media/pic.png) teh": "(media/pic.png) the", "front: red *u*": "front: green", "more: extra": "more: mine"}
        for old, new in edits.items():
            if text.count(old) != 1:
                raise Failure(f"{text.count(old)} times {old!r}: {text}")
            text = text.replace(old, new)
        file.write(text)
    wanted[1][0], wanted[2][0], wanted[4][1] = "green", 'see <img src="pic.png"> the word', "mine"
    send(col, updated=3, duplicate=2)
    check(col, wanted)
    # In an Anki that never had them they are the same.
    fresh = Collection(os.path.join(tempfile.mkdtemp(prefix="revisit_types_"), "collection.anki2"))
    send(fresh, new=5)
    check(fresh, wanted)
    col.close()
    fresh.close()
    return "5 notes, 3 edited, none empty"


SCENARIOS = {"fixtures": fixtures, "pull": pull, "changes": changes, "again": again, "types": types}


def main(doc: str, scenarios: dict) -> int:
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("scenarios", nargs="*", choices=[[], *scenarios], metavar="SCENARIO")
    args = parser.parse_args()
    anki.lang.set_lang("en")
    failed = False
    for name in args.scenarios or scenarios:
        started = time.monotonic()
        try:
            told = f"ok, {scenarios[name](os.path.abspath(args.program))}"
        except Failure as failure:
            told, failed = f"FAILED: {failure}", True
        print(f"{name}: {told} ({time.monotonic() - started:.1f} s)", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(__doc__, SCENARIOS))
