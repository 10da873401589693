#!/usr/bin/env python3
"""
slim.py FROM TO: makes the small fixtures that are checked in of what make_fixture.py has made.

    make_fixture.py out/sm2 --days 8 --notes 3
    make_fixture.py out/fsrs --days 8 --notes 3 --fsrs
    slim.py out/sm2 ../it/fixtures/anki/sm2
    slim.py out/fsrs ../it/fixtures/anki/fsrs

Packages keep every member, byte for byte; only the zip around them is packed tighter. Of the answer
sheet what the tests compare is kept: what each card is due, and how often it was answered.
"""
import json
import pathlib
import sys
import zipfile

source, target = map(pathlib.Path, sys.argv[1:3])
target.mkdir(parents=True, exist_ok=True)
for package in sorted(source.glob("*.*pkg")):
    if package.name.startswith("subdeck"):
        continue
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target / package.name, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED, 9)
truth = json.load(open(source / "truth.json"))
cards = []
for note in truth["notes"]:
    for card in note["cards"]:
        grades = [review["ease"] for review in card["revlog"]]
        cards.append({
            "guid": note["guid"], "notetype": note["notetype"], "deck": card["deck"],
            "ord": card["ord"], "type": card["type"], "queue": card["queue"],
            "due_date": card.get("due_date"), "due_at": card.get("due_at"),
            "ivl": card["ivl"], "factor": card["factor"], "reps": card["reps"],
            "lapses": card["lapses"], "flags": card["flags"],
            "reviews": sum(1 <= grade <= 4 for grade in grades),
        })
lines = ",\n".join(json.dumps(card, ensure_ascii=False) for card in cards)
notes = {note["guid"]: note["tags"] for note in truth["notes"]}
(target / "truth.json").write_text(
    '{"anki": %s, "notes": %s, "cards": [\n%s\n]}\n'
    % (json.dumps(truth["anki"]), json.dumps(notes, ensure_ascii=False), lines)
)
