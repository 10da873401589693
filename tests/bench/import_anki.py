#!/usr/bin/env python3
"""
Imports packages of Anki, beside Anki itself.

    python tests/bench/import_anki.py target/release/revisit [--notes 1000,10000,100000]

The packages are made here, with nothing but Python: plain notes of the type Basic, then the same with a
schedule and ten answers each. The program is measured as a whole process, from its start to the last deck
on disk; of Anki, where the interpreter has it, only the import counts. Figures are medians of the runs,
with the least and the greatest. At the end: packages with 10, 100 and 500 MB of media, to see that memory
does not grow with them.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import zipfile

from export_anki import run, show

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

ANKI = """
import sys, time
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
collection = Collection(sys.argv[1])
started = time.perf_counter()
options = ImportAnkiPackageOptions(with_scheduling=True)
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[2], options=options))
print(time.perf_counter() - started)
"""


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--notes", default="1000,10000,100000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-media", action="store_true")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    try:
        import anki.collection  # noqa: F401
        has_anki = True
    except ImportError:
        has_anki = False
    with tempfile.TemporaryDirectory(prefix="revisit_bench_") as folder:
        os.chdir(folder)
        env = {"HOME": folder, "XDG_CACHE_HOME": f"{folder}/cache", "XDG_DATA_HOME": f"{folder}/data"}

        def ours(file: str, fresh: bool = True) -> tuple[float, int, str]:
            if fresh:
                shutil.rmtree("data", ignore_errors=True)
            return run([program, "--no-bundled", "import", file], env)

        def anki(file: str) -> tuple[float, int, str]:
            shutil.rmtree("anki", ignore_errors=True)
            os.mkdir("anki")
            return run([sys.executable, "-c", ANKI, "anki/collection.anki2", file])

        for notes in map(int, args.notes.split(",")):
            for answers in (0, 10):
                file = f"{notes}-{answers}.apkg"
                package(file, notes, answers)
                measures = {"revisit import": lambda: ours(file), "the same again": lambda: ours(file, False)}
                if has_anki:
                    measures["Anki's import"] = lambda: anki(file)
                times: dict = {what: [] for what in measures}
                memory: dict = {}
                for _ in range(args.runs):
                    for what, measure in measures.items():
                        taken, peak, said = measure()
                        times[what].append(float(said) if what.startswith("Anki") else taken)
                        memory[what] = max(memory.get(what, 0), peak)
                print(f"{notes} notes, {answers} answers each: time, peak memory, size of the package")
                for what in measures:
                    show(what, times[what], memory[what], os.path.getsize(file))
                os.unlink(file)
        if args.no_media:
            return
        print("media: time, peak memory, size of the package")
        for megabytes in (10, 100, 500):
            package("media.apkg", 100, 0, megabytes)
            taken, peak, _ = ours("media.apkg")
            show(f"{megabytes} MB", [taken], peak, os.path.getsize("media.apkg"))


if __name__ == "__main__":
    main()
