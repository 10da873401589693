#!/usr/bin/env python3
"""
Pushes into a running Anki (the server of connect.py, a real collection behind it), and says whether it
then has what we have.

    python push.py PROGRAM [SCENARIO ...]

push       our cards with progress are in Anki, and studied there and here: after a pull and a push the
           schedule of every card in Anki is that of a fresh import of everything, but where the last
           answer was given there; tags that a person gave notes there are there, and neither a pull nor
           a push finds anything more to do
foreign    notes that Anki wrote come here, are answered here, and go back: the very cards they came
           from have the new schedule, and the others are as they were

A line is printed for each scenario; the exit status is 1 where one fails.
"""
from __future__ import annotations

import datetime
import json
import os
import random
import sys
import tempfile
import time

from back import answer_in_anki, cards_of, everything, main, part_of, study_day, take_in
from connect import serving
from judge import Failure, Home, sample

from anki.collection import Collection, ExportAnkiPackageOptions

SCHEDULE = """select n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.data, c.id
    from cards c join notes n on n.id = c.nid"""


def schedules(col: Collection) -> dict:
    """The schedule and the review log of every card, with nothing in it that is the collection's own."""
    found = {}
    for guid, ord, kind, queue, due, ivl, factor, reps, lapses, data, card in col.db.all(SCHEDULE):
        data = json.loads(data or "{}")
        # How an interval grew is Anki's own affair where the answer was given there.
        log = col.db.all("select id / 1000, ease, time, type > 2 from revlog where cid=? order by id", card)
        found[guid, ord] = {
            "type": kind, "queue": queue, "due": due - col.sched.today if kind == 2 else "new", "ivl": ivl,
            "factor": factor, "reps": reps, "lapses": lapses, "lrt": data.get("lrt"),
            "s": round(data.get("s", 0), 3), "d": round(data.get("d", 0), 2), "log": log,
        }
    return found


def differences(have: dict, want: dict, led: set) -> list[str]:
    """Compares schedules; of cards that Anki leads only the log."""
    told = [f"{key} is {'missing' if key in want else 'too many'}" for key in have.keys() ^ want.keys()]
    for key in have.keys() & want.keys():
        told += [f"{key}.{name}: {have[key][name]}, not {value}" for name, value in want[key].items()
                 if have[key][name] != value and (name == "log" or key not in led)]
    return told


def collection() -> Collection:
    return Collection(os.path.join(tempfile.mkdtemp(prefix="revisit_push_"), "collection.anki2"))


def sound(col: Collection) -> None:
    report, ok = col.fix_integrity()
    if not ok or "review time" in report:
        raise Failure(f"check database: {report}")


def push(program: str) -> str:
    home = sample(program)
    # Anki knows no clock but the machine's: the story ends now.
    end = home.now
    home.now = end - datetime.timedelta(days=4)
    home.study_days(9, 4)
    col = collection()
    first, _ = home.export("first.apkg", "--with-progress")
    take_in(col, first, with_scheduling=True)
    tagged = col.db.list("select id from notes order by id limit 5")
    col.tags.bulk_add(tagged, "mine marked")
    col.db.execute("update notes set mod = mod - 3 * 86400")
    # On the phone some are answered, three days ago; here others, until now.
    known = set(col.db.list("select id from revlog"))
    answered = answer_in_anki(col, random.Random(4), 6)
    col.db.execute("update cards set type=2, queue=2, ivl=max(ivl, 1), due=? where queue in (1, 3)", col.sched.today + 1)
    led = set()
    for at, *key in col.db.all("select r.id, n.guid, c.ord from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid"):
        if at not in known:
            led.add(tuple(key))
            col.db.execute("update revlog set id=? where id=?", at - 3 * 86_400_000, at)
    col.db.execute("""update cards set data = json_set(data, '$.lrt', json_extract(data, '$.lrt') - 3 * 86400)
        where json_extract(data, '$.lrt') > ?""", int(time.time()) - 3600)
    home.now = end
    home.study_days(2, 3)
    home.edit("indexing.yaml", ("tags: [sql, سریع]", "tags: [postgres, سریع]"))
    with serving(col) as url:
        ask = ["export", "anki", "--push", "--with-progress", "--json", "--url", url]
        early = json.loads(home.run(*ask))["pushed"]
        pulled = json.loads(home.run("import", "anki", "--pull", "--json", "--url", url))
        late = json.loads(home.run(*ask))["pushed"]
        again = json.loads(home.run(*ask))["pushed"]
        nothing = json.loads(home.run("import", "anki", "--pull", "--json", "--url", url))
    if not early["unpulled"] or late["unpulled"] or pulled["progress"]["added"] < answered:
        raise Failure(f"{answered} answered there: {early}, then {pulled['progress']}, then {late}")
    if again["schedules"] or nothing["progress"]["added"]:
        raise Failure(f"once more: {again}, {nothing['progress']}")
    kinds = {card["id"].split("#")[0]: card["kind"] for card in cards_of(home).values()}
    there = study_day(end - datetime.timedelta(days=3)).isoformat()

    def is_led(guid: str, ord: int) -> bool:
        note = guid.removeprefix("revisit:")
        events = json.loads(home.run("history", note + part_of(kinds[note], ord), "--json"))
        return all(event["day"] <= there for event in events)

    led = {key for key in led if is_led(*key)}
    fresh = collection()
    last, _ = home.export("last.apkg", "--with-progress")
    take_in(fresh, last, with_scheduling=True)
    if told := differences(schedules(col), schedules(fresh), led):
        raise Failure(f"{len(told)} differences: {'; '.join(told[:5])}")
    lost = [tags for tags in col.db.list("select tags from notes") if " mine " in tags and " marked " in tags]
    if len(lost) != len(tagged):
        raise Failure(f"{len(lost)} of {len(tagged)} notes have kept their tags")
    edited = [tags for tags in col.db.list("select tags from notes") if " postgres " in tags and " sql " not in tags]
    if len(edited) != 1:
        raise Failure(f"{len(edited)} notes have the new tag instead of the old one")
    sound(col)
    col.close()
    fresh.close()
    brought = early["schedules"] + late["schedules"]
    return f"{brought} schedules brought, {early['unpulled']} only after a pull, {len(led)} led by Anki, all others as in a fresh import"


def foreign(program: str) -> str:
    import make_fixture

    col = collection()
    make_fixture.build(col, 6)
    path = col.path
    col.close()
    rng = random.Random(2)
    for _ in range(6):
        make_fixture.study(path, rng, 60)
        make_fixture.shift_one_day(path)
    col = Collection(path)
    home = Home(program)
    package = home.path("from_anki.apkg")
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False, with_media=True, legacy=False)
    col.export_anki_package(out_path=package, limit=None, options=options)
    home.run("--no-bundled", "import", package)
    # What is here is as there: nothing is brought.
    before = everything(col)
    with serving(col) as url:
        ask = ["--no-bundled", "export", "anki", "--push", "--with-progress", "--json", "--url", url]
        idle = json.loads(home.run(*ask))["pushed"]
        if idle["schedules"] or idle["notes_before"] != len(before["notes"]):
            raise Failure(f"nothing was answered here: {idle}")
        if everything(col) != before:
            raise Failure("a push of what was there has changed something")
        count = "select count() from revlog"
        reviews = col.db.scalar(count)
        home.study(rng, "--no-bundled", "--limit", "12", "--new", "+3")
        pushed = json.loads(home.run(*ask))["pushed"]
        nothing = json.loads(home.run("--no-bundled", "import", "anki", "--pull", "--json", "--url", url))
    if not pushed["schedules"] or pushed["refused"] or pushed["unpulled"]:
        raise Failure(f"answered here: {pushed}")
    if col.db.scalar(count) - reviews != pushed["reviews"] or nothing["progress"]["added"]:
        raise Failure(f"{col.db.scalar(count) - reviews} reviews more, of {pushed}; then {nothing['progress']}")
    ours = {card["id"]: card["state"]["due"] for card in json.loads(home.run("--no-bundled", "cards", "--json"))}
    today = (home.now - datetime.timedelta(hours=4)).date()
    cards = {card[0]: card for card in before["cards"]}
    moved = [card for card in everything(col)["cards"] if card != cards[card[0]]]
    for card in moved:
        due = (today + datetime.timedelta(days=card[6] - col.sched.today)).isoformat()
        if due not in ours.values():
            raise Failure(f"card {card[0]} is due on {due}, and none is here")
    if len(moved) != pushed["schedules"]:
        raise Failure(f"{len(moved)} cards have changed, of {pushed}")
    sound(col)
    col.close()
    return f"{pushed['schedules']} schedules and {pushed['reviews']} answers brought, {pushed['borrowed']} borrowed"


SCENARIOS = {"push": push, "foreign": foreign}

if __name__ == "__main__":
    sys.exit(main(__doc__, SCENARIOS))
