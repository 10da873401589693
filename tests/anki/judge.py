#!/usr/bin/env python3
"""
Exports with the program and lets real Anki decide, by check.py beside it.

    python judge.py PROGRAM [SCENARIO ...]

PROGRAM is the built `revisit`. Needs the PyPI package `anki`. Everything happens in a temporary
folder. A line is printed for each scenario; the exit status is 1 where one fails.
"""
from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = datetime.datetime.now().astimezone().replace(microsecond=0)


class Home:
    """The program in folders of its own, with its own clock."""

    def __init__(self, program: str, decks: str | None = None) -> None:
        self.folder = tempfile.mkdtemp(prefix="revisit_judge_")
        self.program = program
        self.now = NOW
        self.decks = None
        if decks:
            self.decks = os.path.join(self.folder, "decks")
            shutil.copytree(decks, self.decks)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def command(self, *args: str) -> tuple[list[str], dict]:
        env = {"HOME": self.folder, "PATH": os.environ.get("PATH", ""), "TZ": os.environ.get("TZ", "")}
        for name in ("DATA", "CONFIG", "CACHE"):
            env[f"XDG_{name}_HOME"] = self.path(name.lower())
        own = ["--no-bundled", "--decks", self.decks] if self.decks else []
        db = ["--db", self.path("progress.db"), "--now", self.now.isoformat(), "--seed", "7"]
        return [self.program, *db, *own, *args], {k: v for k, v in env.items() if v}

    def run(self, *args: str) -> str:
        command, env = self.command(*args)
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"{' '.join(args)}: status {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def export(self, name: str, *args: str) -> tuple[str, dict]:
        file = self.path(name)
        return file, json.loads(self.run("export", "anki", "-o", file, "--json", *args))

    def study(self, rng: random.Random, *args: str) -> None:
        command, env = self.command("study", "--jsonl", *args)
        session = subprocess.Popen(
            command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

        def say(what: dict) -> None:
            session.stdin.write(json.dumps(what) + "\n")
            session.stdin.flush()

        for line in session.stdout:
            event = json.loads(line)["event"]
            if event == "question":
                say({"do": "reveal"})
            elif event == "answer":
                grade = rng.choices(["again", "hard", "good", "easy"], [2, 2, 6, 2])[0]
                say({"do": "grade", "grade": grade, "took_ms": rng.randint(900, 90_000)})
            elif event == "done":
                say({"do": "quit"})
        session.communicate()

    def study_days(self, days: int, new: int) -> None:
        rng = random.Random(3)
        start = self.now - datetime.timedelta(days=days)
        for day in range(days + 1):
            self.now = start + datetime.timedelta(days=day)
            self.study(rng, "--new", f"+{new}")
            if day % 13 == 5:
                self.study(rng, "--ahead", "--limit", "3")

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        path = os.path.join(self.decks, name)
        with open(path) as file:
            text = file.read()
        for before, after in changes:
            if before not in text:
                raise Failure(f"{name} has no {before!r}")
            text = text.replace(before, after)
        with open(path, "w") as file:
            file.write(text)


class Failure(Exception):
    pass


def check(package: str, *args: str) -> dict:
    """Asks Anki; its failures are ours."""
    command = [sys.executable, os.path.join(HERE, "check.py"), package, *args]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise Failure(f"check.py: {done.stderr.strip()[-500:]}")
    failures = list(report["failures"])
    raw = report.get("raw", {})
    for name in ("notes_csum_differs", "notes_sfld_differs", "notes_tags_not_space_padded", "notes_not_nfc"):
        if raw.get(name):
            failures.append(f"{name}: {raw[name]}")
    if any(kind["fields_without_id"] or kind["templates_without_id"] for kind in raw.get("notetypes", [])):
        failures.append("a field or template has no id")
    fresh = report.get("fresh", {})
    render = fresh.get("render", {})
    if render.get("rtl_cards", 0) != render.get("rtl_cards_with_direction", 0):
        failures.append("a card that is written from right to left does not say so")
    if fresh.get("fields", {}).get("double_escaped_fields"):
        failures.append("fields are escaped twice")
    if failures:
        raise Failure("; ".join(failures))
    return report


def sample(program: str) -> Home:
    return Home(program, os.path.join(HERE, "decks"))


def older_look(package: str, to: str) -> None:
    """Makes the package that an earlier version would have written: other templates and style, a
    template and a field of another name, and a note type that is as much older."""
    import sqlite3

    with zipfile.ZipFile(package) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            data = source.read(item.filename)
            if item.filename == "collection.anki21":
                path = to + ".db"
                with open(path, "wb") as file:
                    file.write(data)
                db = sqlite3.connect(path)
                models = json.loads(db.execute("select models from col").fetchone()[0])
                for model in models.values():
                    model["mod"] -= 86_400
                    model["css"] = ".card { color: red }"
                    model["tmpls"][0]["name"] = "Old name"
                    model["tmpls"][0]["afmt"] += "<!-- old -->"
                    model["flds"][-1]["name"] = "Unused"
                db.execute("update col set models = ?", [json.dumps(models)])
                db.commit()
                db.close()
                with open(path, "rb") as file:
                    data = file.read()
                os.unlink(path)
            target.writestr(item.filename, data)


def compare(home: Home, state: str) -> int:
    """Holds what Anki has after an import against what the program says of the same cards."""
    cards = {card["id"]: card["state"] for card in json.loads(home.run("cards", "--json"))}
    with open(state) as file:
        notes = json.load(file)["notes"]
    seen = 0
    for note in notes:
        name = note["guid"].removeprefix("revisit:")
        for card in note["cards"]:
            ordinal = card["ord"]
            part = f"#c{ordinal + 1}" if note["notetype"] == "revisit cloze" else "#back" if ordinal else ""
            ours = cards[name + part]
            is_new = ours["due"] is None
            queue = -1 if ours["suspended"] else -3 if ours["buried"] else 0 if is_new else 2
            want = {"type": 0 if is_new else 2, "queue": queue, "flags": int(ours["flagged"])}
            if not is_new:
                want |= {
                    "due_date": ours["due"],
                    "ivl": ours["interval_days"],
                    "factor": round(ours["ease"] * 1000),
                    "reps": ours["reps"],
                    "lapses": ours["lapses"],
                }
            have = {key: card.get(key) for key in want}
            if have != want:
                raise Failure(f"{name}{part}: Anki has {have}, the program {want}")
            if not is_new and ours["stability"]:
                data = card["data"]
                if abs(data["s"] - ours["stability"]) > 1e-3 or abs(data["d"] - ours["difficulty"]) > 1e-2:
                    raise Failure(f"{name}{part}: Anki has {data}, the program {ours}")
            history = json.loads(home.run("history", name + part, "--json")) if card["revlog"] else []
            answers = [event for event in history if event["event"] == "reviewed" and not event["retracted"]]
            if len([row for row in card["revlog"] if row["ease"]]) != len(answers):
                raise Failure(f"{name}{part}: {len(card['revlog'])} of {len(answers)} reviews")
            seen += 1
    return seen


# --------------------------------------------------------------------------- scenarios
def bundled(program: str) -> str:
    home = Home(program)
    package, report = home.export("all.apkg")
    check(package)
    latest, _ = home.export("latest.apkg", "--format", "latest")
    check(latest, "--skip", "reimport")
    return f"{report['notes']} notes, {report['cards']} cards, both forms"


def bundled_progress(program: str) -> str:
    home = Home(program)
    home.study_days(20, 6)
    package, report = home.export("all.apkg", "--with-progress")
    state = home.path("state.json")
    check(package, "--with-scheduling", "--dump-state", state)
    compare(home, state)
    return f"{report['cards']} cards, {report['reviews']} reviews"


def kinds(program: str) -> str:
    home = sample(program)
    package, _ = home.export("sample.apkg")
    check(package)
    latest, _ = home.export("latest.apkg", "--format", "latest")
    check(latest)
    persian, _ = home.export("persian.apkg", "--lang", "fa")
    report = check(persian)
    return f"every kind, media, Persian ({report['fresh']['render']['rtl_cards']} cards from right to left)"


def progress(program: str) -> str:
    home = sample(program)
    home.study_days(40, 4)
    ids = [card["id"] for card in json.loads(home.run("cards", "--json"))]
    for command, card in zip(("suspend", "flag", "bury", "reset", "suspend"), ids[::2]):
        home.run(command, card)
    reviews = 0
    for form in ("legacy", "latest"):
        package, report = home.export(f"{form}.apkg", "--with-progress", "--format", form)
        state = home.path("state.json")
        check(package, "--with-scheduling", "--dump-state", state)
        compare(home, state)
        reviews = report["reviews"]
    return f"{reviews} reviews, due days, ease, FSRS, suspended, buried, flagged, started again"


def edited(program: str) -> str:
    """Edited wording, a moved deck, a translated card, a new card, a retired one, and note types of an
    earlier version of the program, into a collection that was studied meanwhile."""
    told = []
    for merge in ([], ["--merge-notetypes"]):
        home = sample(program)
        home.study_days(10, 3)
        for args in ([], ["--with-progress"]):
            home.now += datetime.timedelta(seconds=5)
            if args:
                home.now += datetime.timedelta(seconds=5)
                home.edit("indexing.yaml", ("What is printed?", "What does this print?"))
            first, _ = home.export("first.apkg", *args)
            older_look(first, home.path("older.apkg"))
            # Later than the first export, and not later than now.
            home.now += datetime.timedelta(seconds=5)
            home.edit("indexing.yaml", ("What does this print?", "What is printed?"))
            if not args:
                home.edit("indexing.yaml", ("  - id: ix.remote\n", "  - id: ix.new\n    front: New?\n    back: Yes.\n  - id: ix.remote\n"))
                home.edit("loose.yaml", ("  - id: x-00000001\n    front: A deck without a topic goes where its title says?\n    back: Yes.\n", ""))
                os.rename(os.path.join(home.decks, "loose.yaml"), os.path.join(home.decks, "moved.yaml"))
                home.edit("moved.yaml", ("Loose::Ends", "Other::Place"))
            second, report = home.export("second.apkg", *args, "--lang", "fa")
            scheduling = ["--with-scheduling"] if args else []
            check(
                home.path("older.apkg"), "--edited", second, *merge, *scheduling,
                "--expect-updated", str(report["changed"]), "--expect-new", str(report["new"]),
            )
            told.append(f"{report['changed']} changed and {report['new']} new")
            # Back to where it was, for the round with progress.
            home.export("back.apkg", *args)
    return ", ".join(told)


SCENARIOS = {
    "kinds": kinds,
    "edited": edited,
    "progress": progress,
    "bundled": bundled,
    "bundled-progress": bundled_progress,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], metavar="SCENARIO")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    failed = False
    for name in args.scenarios or SCENARIOS:
        started = time.monotonic()
        try:
            told = f"ok, {SCENARIOS[name](program)}"
        except Failure as failure:
            told, failed = f"FAILED: {failure}", True
        print(f"{name}: {told} ({time.monotonic() - started:.1f} s)", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
