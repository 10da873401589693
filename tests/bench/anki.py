#!/usr/bin/env python3
"""
To Anki and back, side by side: the program, genanki, and Anki itself.

    python3 -m venv target/anki && target/anki/bin/pip install anki genanki
    target/anki/bin/python tests/bench/anki.py target/release/revisit [--notes 1000,10000,100000] [--runs 5]

All are measured as whole processes, one after the other in turns; figures are medians of the runs, with
the least and the greatest. Of the programs in Python the work alone is told too: the interpreter has
started, the texts are in memory, Anki's collection is open, and what counts is the making and writing of
the package, or the import. The program has no such figure: all of its time counts, and the reading of
its decks (YAML). What they write is not the same either: genanki does not compress its package, the
others do. Peak memory is that of the process.

Exports are of plain notes. Imports are of plain notes, then of notes with a schedule and ten answers
each. At the end: packages with 10, 100 and 500 MB of media, out and in, to see that memory does not grow
with them. Without genanki or Anki their rows are left out.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

FRONT = "Log {n}: which record does the reader of partition {p} see first after a restart?"
BACK = "The first one after its last committed offset, {n}."
MORE = "A remark of the usual length, so that files are as large as real ones are, and a bit."

WORDS = """the log keeps what a client wrote until every replica has it and a reader sees a record once its
offset is committed by the group which may be later than the write when one of them is slow or gone""".split()

TABLES = """
create table col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer,
  usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
create table notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text,
  flds text, sfld integer, csum integer, flags integer, data text);
create table cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer,
  left integer, odue integer, odid integer, flags integer, data text);
create table revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer,
  lastIvl integer, factor integer, time integer, type integer);
create table graves (usn integer, oid integer, type integer);
"""

GENANKI = """
import genanki, json, sys, time
texts = json.load(open(sys.argv[1]))
started = time.perf_counter()
fields = [{"name": "Front"}, {"name": "Back"}, {"name": "More"}]
card = {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}<br>{{More}}"}
model = genanki.Model(1607392319, "Big", fields=fields, templates=[card])
deck = genanki.Deck(2059400110, "Big")
for name, front, back, more in texts:
    deck.add_note(genanki.Note(model=model, guid=name, fields=[front, back, more]))
genanki.Package(deck).write_to_file(sys.argv[2])
print(time.perf_counter() - started)
"""

ANKI_EXPORT = """
import sys, time
from anki.collection import Collection, ExportAnkiPackageOptions
collection = Collection(sys.argv[1])
started = time.perf_counter()
legacy = sys.argv[3] == "legacy"
options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
collection.export_anki_package(out_path=sys.argv[2], limit=None, options=options)
print(time.perf_counter() - started)
"""

ANKI_IMPORT = """
import sys, time
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
collection = Collection(sys.argv[1])
started = time.perf_counter()
options = ImportAnkiPackageOptions(with_scheduling=True)
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[2], options=options))
print(time.perf_counter() - started)
"""


FILL = """
import sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
collection = Collection(sys.argv[1])
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[2], options=ImportAnkiPackageOptions()))
collection.close()
"""


def decks(folder: str, notes: int, media: int = 0) -> None:
    """Writes plain notes in files of a hundred, as `cargo bench --bench program` does."""
    os.makedirs(folder)
    with open(os.path.join(folder, "collection.yaml"), "w") as file:
        file.write("name: big\ntitle: Big\n")
    for deck, first in enumerate(range(1, notes + 1, 100)):
        part = os.path.join(folder, f"part{deck // 50:02}")
        os.makedirs(part, exist_ok=True)
        with open(os.path.join(part, f"deck{deck:04}.yaml"), "w") as file:
            file.write("cards:\n")
            for n in range(first, min(first + 100, notes + 1)):
                picture = f" ![](../media/{n}.bin)" if n <= media else ""
                front = FRONT.format(n=n, p=n % 97) + picture
                file.write(f'  - id: n{n:06}\n    front: "{front}"\n    back: "{BACK.format(n=n)}"\n    more: {MORE}\n')


def package(path: str, notes: int, answers: int, media: int = 0) -> None:
    """Writes a package of the second version; `media` is in MB."""
    rng = random.Random(1)
    now = int(time.time())
    base = (now - 40 * 86_400) * 1000
    model = 1_700_000_000_001
    field = {"sticky": False, "rtl": False, "font": "Arial", "size": 20}
    models = {str(model): {
        "id": model, "name": "Bench", "type": 0, "mod": 1, "usn": 0, "sortf": 0, "did": None, "css": "",
        "latexPre": "", "latexPost": "", "req": [[0, "any", [0]]],
        "flds": [{"name": name, "ord": ord, **field} for ord, name in enumerate(("Front", "Back"))],
        "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "did": None, "bqfmt": "", "bafmt": "",
                   "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
    }}
    deck = {"mod": 1, "usn": 0, "lrnToday": [0, 0], "revToday": [0, 0], "newToday": [0, 0], "timeToday": [0, 0],
            "collapsed": False, "dyn": 0, "conf": 1, "desc": ""}
    decks = {"1": {"id": 1, "name": "Default", **deck}, "2": {"id": 2, "name": "Bench::Plain", **deck}}
    say = lambda count: " ".join(rng.choice(WORDS) for _ in range(count))
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "c.db")
        db = sqlite3.connect(file)
        db.executescript(TABLES)
        conf = json.dumps({"schedVer": 2, "creationOffset": 0, "nextPos": notes + 1})
        db.execute("insert into col values (1,?,?,?,11,0,0,0,?,?,?,'{}','{}')",
                   (base // 1000, now * 1000, 0, conf, json.dumps(models), json.dumps(decks)))
        rows, cards, reviews = [], [], []
        for n in range(notes):
            id = base + n
            front = f"Question {n}: what does {say(7)}?"
            back = f"{say(14)}, <b>{say(2)}</b>." if n % 3 == 0 else f"{say(16)}."
            if media and n < 10:
                front += f'<img src="{n}.bin">'
            rows.append((id, f"bench{n:06}", model, now, -1, " bench ", f"{front}\x1f{back}", front, 0, 0, ""))
            if answers:
                cards.append((id, id, 2, 0, now, -1, 2, 2, 40 + n % 30, 10, 2500, answers, 0, 0, 0, 0, 0, "{}"))
                reviews += [(base + (n * answers + k) * 30, id, -1, 3, k + 1, k, 2500, 4000, int(k > 0)) for k in range(answers)]
            else:
                cards.append((id, id, 2, 0, now, -1, 0, 0, n + 1, 0, 0, 0, 0, 0, 0, 0, 0, "{}"))
        db.executemany(f"insert into notes values ({','.join('?' * 11)})", rows)
        db.executemany(f"insert into cards values ({','.join('?' * 18)})", cards)
        db.executemany(f"insert into revlog values ({','.join('?' * 9)})", reviews)
        db.commit()
        db.close()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            out.write(file, "collection.anki21")
            out.writestr("media", json.dumps({str(n): f"{n}.bin" for n in range(10)} if media else {}))
            for n in range(10 if media else 0):
                with out.open(zipfile.ZipInfo(str(n)), "w", force_zip64=True) as member:
                    for _ in range(media // 10):
                        member.write(os.urandom(1_000_000))


LAUNCHER = """
import json, os, resource, subprocess, sys, time
started = time.perf_counter()
child = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
taken = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([child.returncode, taken, peak, child.stdout]))
"""


def run(command: list[str], env: dict | None = None) -> tuple[float, float | None, int]:
    """Returns wall time in seconds, that of the work alone where it is told, and peak memory in KB.

    A small process of its own starts the command: a child's peak is never below that of its parent.
    """
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    said = subprocess.run(launcher, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout
    status, taken, peak, said = json.loads(said)
    if status:
        sys.exit(f"{' '.join(command[:2])}: status {status}")
    work = float(said) if command[0] == sys.executable and said else None
    return taken, work, peak


HEAD = f"  {'':36} {'process':>9} {'least to greatest':>18} {'work':>9} {'peak':>8} {'package':>9} {'process, work':>16}"


class Table:
    """Rows of one size. The last column says how many times the first row's process each takes."""

    def __init__(self, title: str, runs: int, file: str) -> None:
        print(f"\n{title}\n{HEAD}", flush=True)
        self.runs, self.file, self.rows = runs, file, {}

    def add(self, what: str, measure) -> None:
        self.rows[what] = measure

    def measure(self) -> None:
        seen: dict = {what: [] for what in self.rows}
        size: dict = {}
        for _ in range(self.runs):
            for what, measure in self.rows.items():
                seen[what].append(measure())
                size[what] = os.path.getsize(self.file)
        first = None
        for what, runs in seen.items():
            times = [taken for taken, _, _ in runs]
            middle = statistics.median(times)
            works = [work for _, work, _ in runs if work is not None]
            work = statistics.median(works) if works else middle
            first = first or middle
            peak = max(peak for _, _, peak in runs) / 1024
            span = f"{min(times):.3f} to {max(times):.3f}"
            print(
                f"  {what:36} {middle:7.3f} s {span:>18} {work:7.3f} s {peak:5.0f} MB {size[what] / 1e6:6.2f} MB"
                f"   {middle / first:5.1f} x {work / first:4.1f} x",
                flush=True,
            )


def has(module: str) -> bool:
    """Says whether there is a module: asked elsewhere, since this file is called like one of them."""
    return subprocess.run([sys.executable, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0


class Bench:
    """Where it happens, and who is there."""

    def __init__(self, program: str, folder: str, runs: int) -> None:
        self.program, self.folder, self.runs = program, folder, runs
        self.has = {name: has(name) for name in ("anki.collection", "genanki")}

    def ours(self, *args: str) -> tuple[float, float | None, int]:
        env = {"HOME": self.folder}
        for name in ("CACHE", "DATA", "CONFIG"):
            env[f"XDG_{name}_HOME"] = os.path.join(self.folder, name.lower())
        return run([self.program, "--no-bundled", *args], env)

    def export(self, name: str, *args: str) -> tuple[float, float | None, int]:
        return self.ours("--decks", name, "--db", f"{name}.db", "export", "anki", "-o", "out.apkg", *args)

    def first_export(self, name: str) -> tuple[float, float | None, int]:
        for file in (f"{name}.db", f"{name}.db-wal", f"{name}.db-shm"):
            if os.path.exists(file):
                os.unlink(file)
        return self.export(name)

    def bring(self, file: str, fresh: bool = True) -> tuple[float, float | None, int]:
        if fresh:
            shutil.rmtree("data", ignore_errors=True)
        return self.ours("import", file)

    def python(self, script: str, *args: str) -> tuple[float, float | None, int]:
        return run([sys.executable, "-c", script, *args])

    def anki_import(self, file: str) -> tuple[float, float | None, int]:
        shutil.rmtree("anki", ignore_errors=True)
        os.mkdir("anki")
        return self.python(ANKI_IMPORT, "anki/collection.anki2", file)

    def exports(self, notes: int) -> None:
        name = f"big{notes}"
        decks(name, notes)
        shutil.rmtree("data", ignore_errors=True)
        numbers = range(1, notes + 1)
        texts = [[f"big/n{n:06}", FRONT.format(n=n, p=n % 97), BACK.format(n=n), MORE] for n in numbers]
        with open("texts.json", "w") as file:
            json.dump(texts, file)
        table = Table(f"export of {notes} plain notes", self.runs, "out.apkg")
        self.export(name)
        table.add("revisit export anki", lambda: self.export(name))
        table.add("revisit, the first time", lambda: self.first_export(name))
        table.add("revisit, --format latest", lambda: self.export(name, "--format", "latest"))
        if self.has["genanki"]:
            table.add("genanki", lambda: self.python(GENANKI, "texts.json", "out.apkg"))
        if self.has["anki.collection"]:
            self.python(FILL, f"{name}.anki2", "out.apkg")
            for form in ("legacy", "latest"):
                export = lambda form=form: self.python(ANKI_EXPORT, f"{name}.anki2", "out.apkg", form)
                table.add(f"Anki, {form}", export)
        table.measure()
        shutil.rmtree(name)

    def imports(self, notes: int, answers: int) -> None:
        file = f"{notes}-{answers}.apkg"
        package(file, notes, answers)
        what = f"with {answers} answers each" if answers else "plain"
        table = Table(f"import of {notes} notes, {what}", self.runs, file)
        table.add("revisit import", lambda: self.bring(file))
        table.add("revisit, the same again", lambda: self.bring(file, False))
        if self.has["anki.collection"]:
            table.add("Anki", lambda: self.anki_import(file))
        table.measure()
        os.unlink(file)

    def media(self, megabytes: int) -> None:
        name = f"media{megabytes}"
        decks(name, 100, media=10)
        os.makedirs(f"{name}/media")
        for n in range(1, 11):
            with open(f"{name}/media/{n}.bin", "wb") as file:
                for _ in range(megabytes // 10):
                    file.write(os.urandom(1_000_000))
        shutil.rmtree("data", ignore_errors=True)
        table = Table(f"{megabytes} MB of media", self.runs, "out.apkg")
        table.add("revisit export anki", lambda: self.export(name))
        table.add("revisit, --format latest", lambda: self.export(name, "--format", "latest"))
        table.measure()
        shutil.rmtree(name)
        package("media.apkg", 100, 0, megabytes)
        table = Table(f"{megabytes} MB of media, import", self.runs, "media.apkg")
        table.add("revisit import", lambda: self.bring("media.apkg"))
        table.measure()
        os.unlink("media.apkg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--notes", default="1000,10000,100000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-media", action="store_true")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    with tempfile.TemporaryDirectory(prefix="revisit_bench_") as folder:
        os.chdir(folder)
        bench = Bench(program, folder, args.runs)
        sizes = [int(notes) for notes in args.notes.split(",")]
        for notes in sizes:
            bench.exports(notes)
        for notes in sizes:
            for answers in (0, 10):
                bench.imports(notes, answers)
        for megabytes in () if args.no_media else (10, 100, 500):
            bench.media(megabytes)


if __name__ == "__main__":
    main()
