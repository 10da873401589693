#!/usr/bin/env python3
"""
Exports to Anki, side by side: the program, genanki, and Anki's own exporter.

    target/anki/bin/pip install genanki
    target/anki/bin/python tests/bench/export_anki.py target/release/revisit [--notes 1000,10000,100000]

Every figure is the median of the runs, with the least and the greatest; the three take turns. The
program is measured as a whole process, from its start and with the reading of its decks (YAML). Of the
others only the making and writing of the package counts: Python has started, the texts are in memory,
Anki's collection is open. Peak memory is that of the process.

At the end: packages with 10, 100 and 500 MB of media, to see that memory does not grow with them.
"""
from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

FRONT = "Log {n}: which record does the reader of partition {p} see first after a restart?"
BACK = "The first one after its last committed offset, {n}."
MORE = "A remark of the usual length, so that files are as large as real ones are, and a bit."

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

ANKI = """
import sys, time
from anki.collection import Collection, ExportAnkiPackageOptions
collection = Collection(sys.argv[1])
started = time.perf_counter()
options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=sys.argv[3] == "legacy")
collection.export_anki_package(out_path=sys.argv[2], limit=None, options=options)
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


def run(command: list[str], env: dict | None = None) -> tuple[float, int, str]:
    """Returns wall time in seconds, peak memory in KB, and what was said."""
    started = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command[:2])}: status {status}")
    return taken, usage.ru_maxrss, said


def show(what: str, times: list[float], memory: int, size: int, against: float | None = None) -> None:
    middle = statistics.median(times)
    factor = f"{middle / against:5.1f} x" if against else ""
    print(f"  {what:34} {middle:7.3f} s  ({min(times):.3f} to {max(times):.3f})  {memory / 1024:5.0f} MB  {size / 1e6:6.2f} MB  {factor}", flush=True)


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

        def ours(decks: str, out: str, *more: str) -> tuple[float, int, str]:
            env = {"HOME": folder, "XDG_CACHE_HOME": f"{folder}/cache", "XDG_DATA_HOME": f"{folder}/data"}
            command = [program, "--no-bundled", "--decks", decks, "--db", f"{folder}/{decks}.db", "export", "anki", "-o", out, *more]
            return run(command, env)

        for notes in map(int, args.notes.split(",")):
            name = f"big{notes}"
            decks(name, notes)
            texts = [[f"big/n{n:06}", FRONT.format(n=n, p=n % 97), BACK.format(n=n), MORE] for n in range(1, notes + 1)]
            with open("texts.json", "w") as file:
                json.dump(texts, file)
            ours(name, "ours.apkg")
            python = sys.executable
            run([python, "-c", FILL, f"{folder}/{name}.anki2", f"{folder}/ours.apkg"])
            competitors = {
                "revisit export anki": lambda: ours(name, "a.apkg"),
                "revisit export anki, first time": lambda: (os.path.exists(f"{name}.db") and os.unlink(f"{name}.db"), ours(name, "a.apkg"))[1],
                "revisit, --format latest": lambda: ours(name, "a.apkg", "--format", "latest"),
                "genanki": lambda: run([python, "-c", GENANKI, "texts.json", "a.apkg"]),
                "Anki, legacy": lambda: run([python, "-c", ANKI, f"{name}.anki2", "a.apkg", "legacy"]),
                "Anki, latest": lambda: run([python, "-c", ANKI, f"{name}.anki2", "a.apkg", "latest"]),
            }
            times: dict = {what: [] for what in competitors}
            memory: dict = {}
            size: dict = {}
            for _ in range(args.runs):
                for what, measure in competitors.items():
                    taken, peak, said = measure()
                    own = not what.startswith("revisit")
                    times[what].append(float(said) if own else taken)
                    memory[what] = max(memory.get(what, 0), peak)
                    size[what] = os.path.getsize("a.apkg")
            print(f"{notes} plain notes: time, peak memory, size of the package, times the first line")
            first = statistics.median(times["revisit export anki"])
            for what in competitors:
                show(what, times[what], memory[what], size[what], first)
        if args.no_media:
            return
        print("media: time, peak memory, size of the package")
        for megabytes in (10, 100, 500):
            name = f"media{megabytes}"
            decks(name, 100, media=10)
            os.makedirs(f"{name}/media")
            for n in range(1, 11):
                with open(f"{name}/media/{n}.bin", "wb") as file:
                    for _ in range(megabytes // 10):
                        file.write(os.urandom(1_000_000))
            for form in ("legacy", "latest"):
                taken, peak, _ = ours(name, "a.apkg", "--format", form)
                show(f"{megabytes} MB, {form}", [taken], peak, os.path.getsize("a.apkg"))


if __name__ == "__main__":
    main()
