#!/usr/bin/env python3
"""
Judges an .apkg with the real Anki backend (PyPI package `anki`).

    python check.py deck.apkg
    python check.py deck_v1.apkg --edited deck_v2.apkg
    python check.py deck_v1.apkg --auto-edit          # edits the package itself
    python check.py deck.apkg --expect-updated 3 --expect-new 1 --edited v2.apkg

What it does
  raw       unzips the package, looks at members / media map / collection schema,
            and at the un-merged rows (guid duplicates, cardless notes, bad ids, bad csum ...)
  fresh     imports into a brand-new real collection; counts; deck tree; note types; tags;
            media; every card is rendered on both sides; field HTML sanity; empty cards;
            media check; database check (fix_integrity)
  reimport  a second brand-new collection: import -> answer cards with the real scheduler ->
            import the same file again -> import the edited file.
            Reports new / updated / duplicate / conflicting for each pass, note-type clutter,
            and whether the progress of every answered card and its review log survived.

Prints one JSON document on stdout.  `failures` lists what broke a rule; the exit status is 1 if
it is not empty.  Nothing outside a temporary folder is written.
"""
from __future__ import annotations

import argparse
import collections
import contextlib
import html.parser
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
import zipfile

import anki.buildinfo
import anki.lang
from anki import import_export_pb2
from anki._backend import RustBackend
from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.errors import TemplateError
from anki.media import media_paths_from_col_path
from anki.utils import field_checksum, strip_html, strip_html_media

UPDATE = {
    "if-newer": import_export_pb2.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
    "always": import_export_pb2.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS,
    "never": import_export_pb2.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_NEVER,
}
SAMPLES = 5
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
FIELD_STATE = {
    0: "normal",
    1: "first_field_empty",
    2: "duplicate_first_field",
    3: "cloze_note_without_cloze",
    4: "cloze_in_non_cloze_notetype",
    5: "cloze_in_non_cloze_field",
}


# --------------------------------------------------------------------------- html
VOID = set(
    "area base br col embed hr img input link meta param source track wbr path rect circle line "
    "ellipse polygon polyline use stop anki-mathjax".split()
)
OPTIONAL_END = set("p li td th tr dt dd thead tbody tfoot option rt rp colgroup".split())


class HtmlSanity(html.parser.HTMLParser):
    """Finds unclosed/unopened tags. Lenient about optional end tags and void elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.stack: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self.stack and self.stack[-1] != tag and self.stack[-1] in OPTIONAL_END:
            self.stack.pop()
        if self.stack and self.stack[-1] == tag:
            self.stack.pop()
        elif tag in self.stack:
            while self.stack and self.stack[-1] != tag:
                self.problems.append(f"unclosed <{self.stack.pop()}>")
            self.stack.pop()
        else:
            self.problems.append(f"unexpected </{tag}>")

    def finish(self) -> list[str]:
        self.close()
        for tag in self.stack:
            if tag not in OPTIONAL_END:
                self.problems.append(f"unclosed <{tag}>")
        return self.problems


BARE_LT = re.compile(r"<(?![a-zA-Z/!?])")
SUSPECT_TAG = re.compile(r"<(?!/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|!--|!\[CDATA\[|!DOCTYPE)[^<>]{0,40}>?")
BARE_AMP = re.compile(r"&(?!#\d+;|#[xX][0-9a-fA-F]+;|[a-zA-Z][a-zA-Z0-9]*;)")
DOUBLE_ESC = re.compile(r"&amp;(?:lt|gt|amp|quot|nbsp|#\d+);")


def html_problems(text: str) -> list[str]:
    if "<" not in text and "&" not in text:
        return []
    out: list[str] = []
    if BARE_LT.search(text) or SUSPECT_TAG.search(text):
        m = BARE_LT.search(text) or SUSPECT_TAG.search(text)
        out.append("unescaped '<': " + text[max(0, m.start() - 10) : m.start() + 25])
    if "<" in text:
        p = HtmlSanity()
        try:
            p.feed(text)
            out += p.finish()
        except Exception as e:  # pragma: no cover
            out.append(f"parser: {e}")
    return out


# --------------------------------------------------------------------------- helpers
@contextlib.contextmanager
def timed(store: dict, key: str):
    t = time.perf_counter()
    yield
    store[key] = round(time.perf_counter() - t, 4)


def new_col(folder: str, name: str) -> Collection:
    d = os.path.join(folder, name)
    os.makedirs(d)
    return Collection(os.path.join(d, "collection.anki2"))


def raw_col(folder: str, name: str, pkg: str) -> Collection:
    """Open the package's own rows, unmerged: Anki's colpkg restore accepts any package."""
    d = os.path.join(folder, name)
    os.makedirs(d)
    path = os.path.join(d, "collection.anki2")
    media_dir, media_db = media_paths_from_col_path(path)
    backend = RustBackend()
    backend.import_collection_package(
        col_path=path, backup_path=pkg, media_folder=media_dir, media_db=media_db
    )
    return Collection(path)


def do_import(col: Collection, pkg: str, args) -> dict:
    t = time.perf_counter()
    try:
        resp = col.import_anki_package(
            ImportAnkiPackageRequest(
                package_path=pkg,
                options=ImportAnkiPackageOptions(
                    merge_notetypes=args.merge_notetypes,
                    update_notes=UPDATE[args.update_notes],
                    update_notetypes=UPDATE[args.update_notetypes],
                    with_scheduling=args.with_scheduling,
                    with_deck_configs=args.with_deck_configs,
                ),
            )
        )
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}
    log = resp.log
    return {
        "found": log.found_notes,
        "new": len(log.new),
        "updated": len(log.updated),
        "duplicate_skipped": len(log.duplicate),
        "conflicting": len(log.conflicting),
        "seconds": round(time.perf_counter() - t, 4),
        "_new_ids": [n.id.nid for n in log.new],
        "_updated_ids": [n.id.nid for n in log.updated],
        "_conflicting_samples": [list(n.fields)[:2] for n in log.conflicting[:SAMPLES]],
    }


def public(d: dict) -> dict:
    out = {k: v for k, v in d.items() if not k.startswith("_")}
    if d.get("_conflicting_samples"):
        out["conflicting_samples"] = d["_conflicting_samples"]
    return out


def deck_tree(col: Collection) -> list[dict]:
    counts = dict(col.db.all("select did, count() from cards group by did"))
    return [
        {"name": d.name, "id": d.id, "cards": counts.get(d.id, 0)}
        for d in col.decks.all_names_and_ids(skip_empty_default=True)
    ]


def notetype_names(col: Collection) -> dict[int, str]:
    return {n.id: n.name for n in col.models.all_names_and_ids()}


# --------------------------------------------------------------------------- raw package
def check_raw(tmp: str, pkg: str, tag: str = "raw") -> dict:
    out: dict = {"bytes": os.path.getsize(pkg)}
    if not zipfile.is_zipfile(pkg):
        out["open_error"] = "not a zip file"
        return out
    with zipfile.ZipFile(pkg) as z:
        names = z.namelist()
        infos = {i.filename: i for i in z.infolist()}
        out["zip_test"] = z.testzip()  # None = ok
        out["duplicate_members"] = sorted({n for n in names if names.count(n) > 1})
        cols = [n for n in names if n.startswith("collection.")]
        out["collections"] = {
            n: {
                "size": infos[n].file_size,
                "stored_size": infos[n].compress_size,
                "deflated": infos[n].compress_type != zipfile.ZIP_STORED,
            }
            for n in cols
        }
        version = "legacy1" if "collection.anki21" not in names else "legacy2"
        if "meta" in names:
            m = import_export_pb2.PackageMetadata.FromString(z.read("meta"))
            version = {1: "legacy1", 2: "legacy2", 3: "latest"}.get(m.version, f"unknown({m.version})")
        out["format"] = version
        numeric = {n for n in names if n.isdigit()}
        out["media_members"] = len(numeric)
        if version != "latest":
            try:
                mm = json.loads(z.read("media")) if "media" in names else {}
                out["media_map_entries"] = len(mm)
                out["media_map_without_file"] = sorted(set(mm) - numeric)[:SAMPLES]
                out["media_file_without_map"] = sorted(numeric - set(mm))[:SAMPLES]
                vals = list(mm.values())
                out["media_duplicate_names"] = sorted({v for v in vals if vals.count(v) > 1})[:SAMPLES]
                out["media_bad_names"] = [v for v in vals if "/" in v or "\\" in v or v in ("", ".", "..")]
            except Exception as e:
                out["media_map_error"] = repr(e)
            # the schema-11 row as written, before Anki upgrades it
            main = "collection.anki21" if version == "legacy2" else "collection.anki2"
            p = os.path.join(tmp, f"{tag}.sqlite")
            with open(p, "wb") as f:
                f.write(z.read(main))
            db = sqlite3.connect(p)
            db.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
            try:
                ver, crt, scm, mod, usn, conf = db.execute(
                    "select ver, crt, scm, mod, usn, conf from col"
                ).fetchone()
                conf = json.loads(conf) if conf else {}
                out["col"] = {
                    "ver": ver, "crt": crt, "scm": scm, "mod": mod, "usn": usn,
                    "schedVer": conf.get("schedVer"),
                    "creationOffset": conf.get("creationOffset"),
                    "rollover": conf.get("rollover"),
                }
            except Exception as e:
                out["col_error"] = repr(e)
            db.close()
            os.unlink(p)

    try:
        col = raw_col(tmp, tag, pkg)
    except Exception as e:
        out["open_error"] = f"{type(e).__name__}: {e}"
        return out
    now_ms = int(time.time() * 1000)
    q = col.db.scalar
    out["notes"] = q("select count() from notes")
    out["cards"] = q("select count() from cards")
    out["revlog"] = q("select count() from revlog")
    out["duplicate_guids"] = q("select count() from (select 1 from notes group by guid having count()>1)")
    out["empty_guids"] = q("select count() from notes where guid=''")
    out["notes_without_cards"] = q("select count() from notes where id not in (select nid from cards)")
    out["cards_without_note"] = q("select count() from cards where nid not in (select id from notes)")
    out["duplicate_card_ords"] = q("select count() from (select 1 from cards group by nid,ord having count()>1)")
    out["cards_in_missing_deck"] = q("select count() from cards where did not in (select id from decks)")
    out["revlog_without_card"] = q("select count() from revlog where cid not in (select id from cards)")
    out["ids_in_future"] = q(f"select (select count() from notes where id>{now_ms+86400000})+(select count() from cards where id>{now_ms+86400000})+(select count() from revlog where id>{now_ms+86400000})")
    out["ids_before_2001"] = q("select (select count() from notes where id<978307200000)+(select count() from cards where id<978307200000)")
    out["note_mod_in_future"] = q(f"select count() from notes where mod>{now_ms//1000+86400}")
    out["note_mod_zero"] = q("select count() from notes where mod<=0")
    out["with_scheduling"] = bool(q("select count() from cards where type!=0") or out["revlog"])
    mids = {m["id"]: m for m in col.models.all()}
    bad_count = bad_csum = bad_sfld = bad_tags = not_nfc = 0
    import unicodedata

    for mid, flds, sfld, csum, tags in col.db.all("select mid, flds, cast(sfld as text), csum, tags from notes"):
        m = mids.get(mid)
        f = flds.split("\x1f")
        if not m or len(m["flds"]) != len(f):
            bad_count += 1
            continue
        bad_csum += int(csum != field_checksum(f[0]))
        bad_sfld += int(sfld != strip_html_media(f[m["sortf"]]))
        bad_tags += int(bool(tags) and not (tags.startswith(" ") and tags.endswith(" ")))
        not_nfc += int(unicodedata.normalize("NFC", flds) != flds)
    out["notes_wrong_field_count_or_notetype"] = bad_count
    out["notes_csum_differs"] = bad_csum  # recomputed by Anki >= 2.1.55, used as is by older ones
    out["notes_sfld_differs"] = bad_sfld
    out["notes_tags_not_space_padded"] = bad_tags
    out["notes_not_nfc"] = not_nfc
    used = {r[0] for r in col.db.all("select distinct mid from notes")}
    out["notetypes"] = [
        {
            "id": m["id"], "name": m["name"], "used": m["id"] in used,
            "cloze": bool(m["type"]), "mod": m["mod"],
            "fields": [f["name"] for f in m["flds"]],
            "rtl_fields": [f["name"] for f in m["flds"] if f.get("rtl")],
            "templates": [t["name"] for t in m["tmpls"]],
            "fields_without_id": sum(1 for f in m["flds"] if f.get("id") is None),
            "templates_without_id": sum(1 for t in m["tmpls"] if t.get("id") is None),
        }
        for m in mids.values()
    ]
    col.close()
    return out


CLOZE = re.compile(r"\{\{c[1-9]\d*[\d,]*::")
CLOZE_FIELD = re.compile(r"\{\{[^}]*?cloze:(?:[^}:]*:)*([^}]+)\}\}")


def own_state(note) -> str:
    m = note.note_type()
    if m["type"] == 1:
        ok = set(CLOZE_FIELD.findall(m["tmpls"][0]["qfmt"]))
        with_cloze = {k for k, v in note.items() if CLOZE.search(v)}
        if with_cloze - ok:
            return "cloze_in_non_cloze_field"
        if not with_cloze:
            return "cloze_note_without_cloze"
    elif any(CLOZE.search(v) for v in note.fields):
        return "cloze_in_non_cloze_notetype"
    return "normal" if strip_html_media(note.fields[0]).strip() else "first_field_empty"


# --------------------------------------------------------------------------- fresh import
def dump_state(col: Collection, path: str) -> None:
    """Everything about scheduling in absolute terms, by guid and card ordinal, to compare with what
    the exporter meant: due date or timestamp, interval, ease, FSRS state, review log."""
    import datetime

    today = col.sched.today
    day0 = datetime.datetime.fromtimestamp(col.sched.day_cutoff - 86400).date()
    names = notetype_names(col)
    revs: dict = collections.defaultdict(list)
    for cid, *r in col.db.all("select cid,id,ease,ivl,lastIvl,factor,time,type from revlog order by id"):
        revs[cid].append(dict(zip(("at_ms", "ease", "ivl", "last_ivl", "factor", "time_ms", "kind"), r)))
    notes: dict = {}
    for nid, guid, mid, mod, tags, flds in col.db.all("select id,guid,mid,mod,tags,flds from notes order by id"):
        notes[nid] = {"guid": guid, "notetype": names.get(mid), "mod": mod, "tags": sorted(tags.split()), "fields": flds.split("\x1f"), "cards": []}
    for cid, nid, did, ord_, ty, qu, due, ivl, fac, reps, laps, left, odue, odid, flags, data in col.db.all(
        "select id,nid,did,ord,type,queue,due,ivl,factor,reps,lapses,left,odue,odid,flags,data from cards order by nid, ord"
    ):
        real = odue if odid and odue else due
        if ty == 0:
            when = {"position": real}
        elif real > 1_000_000_000:
            when = {"due_at": real}
        else:
            when = {"due_in_days": real - today, "due_date": str(day0 + datetime.timedelta(days=real - today))}
        notes[nid]["cards"].append(
            {"ord": ord_, "deck": col.decks.name(odid or did), "type": ty, "queue": qu, **when, "ivl": ivl, "factor": fac,
             "reps": reps, "lapses": laps, "left": left, "flags": flags, "data": json.loads(data or "{}"), "revlog": revs.get(cid, [])}
        )
    with open(path, "w") as f:
        json.dump({"anki": anki.buildinfo.version, "today": str(day0), "notes": list(notes.values())}, f, ensure_ascii=False, indent=1)


def check_fresh(tmp: str, pkg: str, args) -> dict:
    out: dict = {}
    col = new_col(tmp, "fresh")
    stock = notetype_names(col)
    out["import"] = public(do_import(col, pkg, args))
    if "error" in out["import"]:
        col.close()
        return out
    if args.dump_state:
        dump_state(col, args.dump_state)
    q = col.db.scalar
    out["notes"] = q("select count() from notes")
    out["cards"] = q("select count() from cards")
    out["revlog"] = q("select count() from revlog")
    out["cards_by_type"] = {
        {0: "new", 1: "learn", 2: "review", 3: "relearn"}[t]: n
        for t, n in col.db.all("select type, count() from cards group by type")
    }
    out["decks"] = deck_tree(col)
    used = dict(col.db.all("select mid, count() from notes group by mid"))
    out["notetypes"] = [
        {"name": n, "id": i, "notes": used.get(i, 0)}
        for i, n in notetype_names(col).items()
        if i in used or i not in stock
    ]
    tags = col.tags.all()
    out["tags"] = {"count": len(tags), "hierarchical": sum("::" in t for t in tags), "sample": sorted(tags)[:10]}
    out["notes_without_cards"] = q("select count() from notes where id not in (select nid from cards)")

    # fields
    empties = collections.Counter()
    states = collections.Counter()
    html_bad: list = []
    html_bad_n = 0
    double_n = amp_n = 0
    first_seen = collections.Counter()
    for i, nid in enumerate(col.db.list("select id from notes")):
        note = col.get_note(nid)
        for name, val in note.items():
            if not val.strip():
                empties[name] += 1
            if probs := html_problems(val):
                html_bad_n += 1
                if len(html_bad) < SAMPLES:
                    html_bad.append({"note": nid, "field": name, "problems": probs[:3]})
            double_n += int(bool(DOUBLE_ESC.search(val)))
            amp_n += int(bool(BARE_AMP.search(val)))
        # Anki's own check is exact but scans the note type each time (4 ms per note at 10k notes)
        state = FIELD_STATE.get(int(note.fields_check()), "?") if i < 300 else own_state(note)
        states[state] += 1
        first_seen[(note.mid, strip_html_media(note.fields[0]).strip())] += 1
    out["fields"] = {
        "empty_by_field": dict(empties.most_common(20)),
        "note_states": dict(states),
        "first_field_duplicates": sum(c - 1 for c in first_seen.values() if c > 1),
        "html_problem_fields": html_bad_n,
        "html_problem_samples": html_bad,
        "double_escaped_fields": double_n,
        "bare_ampersand_fields": amp_n,
    }

    # rendering
    r = collections.Counter()
    samples: dict[str, list] = collections.defaultdict(list)

    def note_sample(kind: str, cid: int, what: str) -> None:
        r[kind] += 1
        if len(samples[kind]) < SAMPLES:
            samples[kind].append({"card": cid, "what": what[:160]})

    cids = col.db.list("select id from cards order by id")
    t = time.perf_counter()
    for cid in cids[: args.render_limit or None]:
        card = col.get_card(cid)
        r["rendered"] += 1
        try:
            col._backend.render_existing_card(card_id=cid, browser=False, partial_render=True)
            o = card.render_output()
        except TemplateError as e:
            note_sample("template_errors", cid, str(e))
            continue
        except Exception as e:
            note_sample("exceptions", cid, repr(e))
            continue
        names = [f["name"] for f in card.note_type()["flds"]] + ["FrontSide", "Tags", "Deck", "Subdeck", "Type", "Card"]
        for side, text in (("front", o.question_text), ("back", o.answer_text)):
            if "docs.ankiweb.net/templates/errors.html" in text:
                note_sample("blank_or_missing_cloze", cid, side + ": " + strip_html_media(text))
            if re.search(r"\{\{c\d+::", text):
                note_sample("raw_cloze", cid, side + ": " + text)
            if any("{{" + n + "}}" in text or ":" + n + "}}" in text for n in names):
                note_sample("raw_field_reference", cid, side + ": " + text)
            if "{{" in text or "}}" in text:
                r["raw_braces"] += 1  # may be legitimate content (code)
        if not strip_html_media(o.question_text).strip() and not o.question_av_tags:
            note_sample("empty_front", cid, o.question_text)
        if strip_html_media(o.question_text).strip() and o.question_text == o.answer_text:
            note_sample("back_equals_front", cid, o.question_text)
        if RTL.search(strip_html(o.question_text + o.answer_text)):
            r["rtl_cards"] += 1
            if re.search(r"dir\s*=\s*[\"']?(rtl|auto)|direction\s*:\s*rtl", o.question_text + o.answer_text):
                r["rtl_cards_with_direction"] += 1
    out["render"] = {"seconds": round(time.perf_counter() - t, 3), **dict(r), "samples": dict(samples)}

    out["empty_cards"] = [
        {"note": n.note_id, "cards": list(n.card_ids), "would_delete_note": n.will_delete_note}
        for n in col.get_empty_cards().notes
    ][:20]

    # media
    media_files = sorted(os.listdir(col.media.dir()))
    chk = col.media.check()
    out["media"] = {
        "files": len(media_files),
        "bytes": sum(os.path.getsize(os.path.join(col.media.dir(), f)) for f in media_files),
        "missing": list(chk.missing)[:50],
        "missing_count": len(chk.missing),
        "unused": list(chk.unused)[:20],
        "unused_count": len(chk.unused),
    }
    problems, ok = col.fix_integrity()
    out["check_database"] = {"ok": ok, "report": problems}
    out["after_check"] = {
        "notes": q("select count() from notes"),
        "cards": q("select count() from cards"),
    }
    col.close()
    return out


# --------------------------------------------------------------------------- re-import
CARD_COLS = "did, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"


def snapshot(col: Collection, cids: list[int]) -> dict:
    return {
        cid: {
            "card": col.db.first(f"select {CARD_COLS} from cards where id=?", cid),
            "revlog": [tuple(r) for r in col.db.all("select * from revlog where cid=? order by id", cid)],
            "note": col.db.scalar("select nid from cards where id=?", cid),
        }
        for cid in cids
    }


def apart() -> None:
    """Keeps two answers out of one millisecond: Anki moves the second on, now and then into the next second, and
    then finds in its own check that the card's time is not that of its last answer."""
    time.sleep(0.003)


def answer_some(col: Collection, n: int) -> list[int]:
    """Answer n cards with the v3 scheduler: the queue first, then Grade Now for the rest."""
    from anki.scheduler_pb2 import CardAnswer

    ratings = [CardAnswer.EASY, CardAnswer.GOOD, CardAnswer.AGAIN, CardAnswer.HARD, CardAnswer.EASY]
    done: list[int] = []
    roots = [d.id for d in col.decks.all_names_and_ids(skip_empty_default=True) if "::" not in d.name]
    for did in roots:
        col.decks.select(did)
        while len(done) < n:
            queued = col.sched.get_queued_cards(fetch_limit=1).cards
            if not queued:
                break
            card = col.get_card(queued[0].card.id)
            if card.id in done:
                break
            card.start_timer()
            ans = col.sched.build_answer(
                card=card, states=queued[0].states, rating=ratings[len(done) % len(ratings)]
            )
            col.sched.answer_card(ans)
            done.append(card.id)
            apart()
    for cid in col.db.list("select id from cards where queue>=0 order by id"):
        if len(done) >= n:
            break
        if cid not in done:
            col._backend.grade_now(card_ids=[cid], rating=ratings[len(done) % len(ratings)])
            done.append(cid)
            apart()
    return done


def survival(col: Collection, before: dict) -> dict:
    after = snapshot(col, list(before))
    lost, changed, revlog_lost = [], [], []
    for cid, b in before.items():
        a = after[cid]
        if a["card"] is None:
            lost.append(cid)
        elif list(a["card"]) != list(b["card"]):
            changed.append({"card": cid, "before": list(b["card"]), "after": list(a["card"])})
        if a["revlog"] != b["revlog"]:
            revlog_lost.append(cid)
    return {
        "reviewed_cards": len(before),
        "survived": not (lost or changed or revlog_lost),
        "cards_lost": lost,
        "cards_changed": changed[:SAMPLES],
        "revlog_changed": revlog_lost,
    }


def suspects(col: Collection, new_ids: list[int]) -> list[dict]:
    """New notes that look like an already present note: same note type + same first field,
    or any long field identical."""
    if not new_ids:
        return []
    new = set(new_ids)
    first: dict = {}
    long_: dict = {}
    for nid, mid, flds in col.db.all("select id, mid, flds from notes"):
        if nid in new:
            continue
        f = flds.split("\x1f")
        if k := strip_html_media(f[0]).strip():
            first[k] = nid
        for v in f[1:]:
            if len(v) >= 12:
                long_[v] = nid
    out = []
    for nid in new_ids:
        f = col.get_note(nid).fields
        k = strip_html_media(f[0]).strip()
        hit = (first.get(k) if k else None) or next((long_[v] for v in f[1:] if v in long_), None)
        if hit:
            out.append({"new": nid, "looks_like": hit, "first_field": k[:60]})
    return out


MEDIA_HASH = re.compile(r"-[0-9a-f]{40}(?=\.[A-Za-z0-9]+)")


def stale_notes(tmp: str, col: Collection, pkg: str, tag: str) -> dict:
    """Compare what the package says with what the collection holds after the import, by guid and
    field name. Hash suffixes Anki adds to clashing media names are ignored."""
    import unicodedata

    def content(c: Collection) -> dict:
        names: dict = collections.defaultdict(list)  # not c.models: it caches across imports
        for ntid, name in c.db.all("select ntid, name from fields order by ntid, ord"):
            names[ntid].append(name)
        out = {}
        for guid, mid, flds in c.db.all("select guid, mid, flds from notes"):
            flds = MEDIA_HASH.sub("", unicodedata.normalize("NFC", flds))
            out[guid] = {k: v for k, v in zip(names[mid], flds.split("\x1f")) if v}
        return out

    src = raw_col(tmp, tag, pkg)
    want = content(src)
    src.close()
    have = content(col)
    missing = [g for g in want if g not in have]
    stale = [g for g in want if g in have and have[g] != want[g]]
    return {
        "missing": len(missing),
        "stale": len(stale),
        "samples": [{"guid": g, "package": want[g], "collection": have[g]} for g in stale[:2]],
    }


def check_reimport(tmp: str, pkg: str, edited: str | None, args) -> dict:
    out: dict = {}
    col = new_col(tmp, "reimport")
    out["first"] = public(do_import(col, pkg, args))
    if "error" in out["first"]:
        col.close()
        return out
    nts0 = notetype_names(col)
    decks0 = {d["name"] for d in deck_tree(col)}
    done = answer_some(col, args.review)
    before = snapshot(col, done)
    # things a user does in Anki and must keep: own tag, flag, suspension on a note we did not review
    n0 = col.db.scalar("select count() from notes")
    media0 = set(os.listdir(col.media.dir()))

    def one(label: str, path: str) -> None:
        notes_before = col.db.scalar("select count() from notes")
        r = do_import(col, path, args)
        d = public(r)
        if "error" not in r:
            d["notes_before"] = notes_before
            d["notes_after"] = col.db.scalar("select count() from notes")
            d["notetypes_added"] = [n for i, n in notetype_names(col).items() if i not in nts0]
            d["decks_added"] = sorted({x["name"] for x in deck_tree(col)} - decks0)
            s = suspects(col, r["_new_ids"])
            d["duplicate_suspects"] = len(s)
            d["duplicate_suspect_samples"] = s[:SAMPLES]
            d["media_added"] = sorted(set(os.listdir(col.media.dir())) - media0)[:10]
            d["progress"] = survival(col, before)
            d["content_vs_package"] = stale_notes(tmp, col, path, "raw_" + label)
        out[label] = d

    one("same_again", pkg)
    if edited:
        one("edited", edited)
        one("edited_again", edited)
    problems, ok = col.fix_integrity()
    out["check_database"] = {"ok": ok, "report": problems}
    out["progress_after_check"] = survival(col, before)
    out["notes_at_start"] = n0
    col.close()
    return out


def auto_edit(tmp: str, pkg: str) -> str | None:
    """Make an 'edited re-export' of a legacy package: first 3 notes get a longer last field and a
    newer mod, one note is added (copy of the first with a new guid/id and first field)."""
    with zipfile.ZipFile(pkg) as z:
        names = z.namelist()
        if "collection.anki21b" in names:
            return None
        main = "collection.anki21" if "collection.anki21" in names else "collection.anki2"
        p = os.path.join(tmp, "edit.sqlite")
        with open(p, "wb") as f:
            f.write(z.read(main))
        db = sqlite3.connect(p)
        rows = db.execute("select id, flds from notes order by id limit 3").fetchall()
        now = int(time.time())
        for nid, flds in rows:
            f = flds.split("\x1f")
            f[-1] += " edited"
            db.execute(
                "update notes set flds=?, mod=max(mod,?)+3600 where id=?", ("\x1f".join(f), now, nid)
            )
        n = list(db.execute("select * from notes order by id limit 1").fetchone())
        newid = db.execute("select max(id)+7 from (select id from notes union select id from cards)").fetchone()[0]
        oldid, n[0], n[1] = n[0], newid, "check_new"
        f = n[6].split("\x1f")
        n[6] = "\x1f".join(["brand new note " + f[0]] + ["unique " + str(i) + x for i, x in enumerate(f[1:])])
        n[7] = f[0] + " new"
        db.execute("insert into notes values (%s)" % ",".join("?" * len(n)), n)
        for k, c in enumerate(db.execute("select * from cards where nid=?", (oldid,)).fetchall()):
            c = list(c)
            c[0], c[1] = newid + k + 1, newid
            db.execute("insert into cards values (%s)" % ",".join("?" * len(c)), c)
        db.commit()
        db.close()
        out = os.path.join(tmp, "auto_edited.apkg")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as o:
            for i in z.infolist():
                o.writestr(i.filename, open(p, "rb").read() if i.filename == main else z.read(i.filename))
    return out


# --------------------------------------------------------------------------- rules
def judge(rep: dict, args) -> list[str]:
    bad: list[str] = []

    def rule(cond, msg):
        if cond:
            bad.append(msg)

    raw, fresh, re_ = rep.get("raw", {}), rep.get("fresh", {}), rep.get("reimport", {})
    rule(raw.get("open_error"), f"package cannot be opened: {raw.get('open_error')}")
    rule(raw.get("zip_test"), "zip member is corrupt")
    for k in (
        "duplicate_members", "media_map_without_file", "media_bad_names", "media_duplicate_names",
        "duplicate_guids", "empty_guids", "notes_without_cards", "cards_without_note",
        "duplicate_card_ords", "cards_in_missing_deck", "ids_in_future", "note_mod_in_future",
        "notes_wrong_field_count_or_notetype",
    ):
        rule(raw.get(k), f"raw.{k} = {raw.get(k)}")
    rule("error" in fresh.get("import", {}), f"import failed: {fresh.get('import', {}).get('error')}")
    r = fresh.get("render", {})
    for k in ("template_errors", "exceptions", "blank_or_missing_cloze", "raw_cloze", "raw_field_reference", "empty_front"):
        rule(r.get(k), f"render.{k} = {r.get(k)}")
    rule(fresh.get("empty_cards"), "empty cards present")
    rule(fresh.get("media", {}).get("missing_count"), f"missing media: {fresh.get('media', {}).get('missing')}")
    rule(fresh.get("fields", {}).get("html_problem_fields"), f"HTML problems in {fresh.get('fields', {}).get('html_problem_fields')} fields")
    st = fresh.get("fields", {}).get("note_states", {})
    for k in ("first_field_empty", "cloze_note_without_cloze", "cloze_in_non_cloze_field"):
        rule(st.get(k), f"note state {k} = {st.get(k)}")
    rule(fresh and not fresh.get("check_database", {}).get("ok", True), f"check database: {fresh.get('check_database', {}).get('report')}")
    same = re_.get("same_again", {})
    if same:
        rule("error" in same, f"second import failed: {same.get('error')}")
        for k in ("new", "updated", "conflicting"):
            rule(same.get(k), f"importing the same file twice: {k} = {same.get(k)}")
        rule(same.get("notetypes_added"), f"second import added note types {same.get('notetypes_added')}")
        rule(not same.get("progress", {}).get("survived", True), "progress lost on second import")
    ed = re_.get("edited", {})
    if ed:
        rule("error" in ed, f"edited import failed: {ed.get('error')}")
        rule(ed.get("conflicting"), f"edited import: {ed.get('conflicting')} conflicting notes (note type changed)")
        rule(ed.get("duplicate_suspects"), f"edited import duplicated {ed.get('duplicate_suspects')} notes")
        rule(ed.get("notetypes_added"), f"edited import added note types {ed.get('notetypes_added')}")
        rule(not ed.get("progress", {}).get("survived", True), "progress lost on edited import")
        cv = ed.get("content_vs_package", {})
        rule(cv.get("stale") or cv.get("missing"), f"edited import left {cv.get('stale')} notes with old content, {cv.get('missing')} absent")
        if args.expect_updated is not None:
            rule(ed.get("updated") != args.expect_updated, f"updated {ed.get('updated')}, expected {args.expect_updated}")
        if args.expect_new is not None:
            rule(ed.get("new") != args.expect_new, f"new {ed.get('new')}, expected {args.expect_new}")
        again = re_.get("edited_again", {})
        for k in ("new", "updated", "conflicting"):
            rule(again.get(k), f"importing the edited file twice: {k} = {again.get(k)}")
    rule(re_ and not re_.get("check_database", {}).get("ok", True), f"check database after re-import: {re_.get('check_database', {}).get('report')}")
    return bad


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("package")
    ap.add_argument("--edited", help="a later export of the same deck, imported after the first")
    ap.add_argument("--auto-edit", action="store_true", help="derive the edited package from a legacy package")
    ap.add_argument("--review", type=int, default=8, help="cards to answer between the imports")
    ap.add_argument("--merge-notetypes", action="store_true")
    ap.add_argument("--update-notes", choices=UPDATE, default="if-newer")
    ap.add_argument("--update-notetypes", choices=UPDATE, default="if-newer")
    ap.add_argument("--with-scheduling", action="store_true", help="tick 'Import any learning progress'")
    ap.add_argument("--with-deck-configs", action="store_true", help="tick 'Import any deck presets'")
    ap.add_argument("--render-limit", type=int, default=0, help="render at most N cards (0 = all)")
    ap.add_argument("--dump-state", help="write notes, due dates, intervals, FSRS state and review log after the import")
    ap.add_argument("--expect-updated", type=int)
    ap.add_argument("--expect-new", type=int)
    ap.add_argument("--skip", default="", help="comma list of raw,fresh,reimport")
    ap.add_argument("--keep", help="keep the temporary collections in this folder")
    args = ap.parse_args()
    anki.lang.set_lang("en")
    pkg = os.path.abspath(args.package)
    tmp = args.keep or tempfile.mkdtemp(prefix="revisit_check_")
    os.makedirs(tmp, exist_ok=True)
    rep: dict = {
        "anki": anki.buildinfo.version,
        "package": pkg,
        "options": {
            k: getattr(args, k)
            for k in ("merge_notetypes", "update_notes", "update_notetypes", "with_scheduling", "with_deck_configs", "review")
        },
    }
    skip = set(args.skip.split(","))
    t: dict = {}
    edited = os.path.abspath(args.edited) if args.edited else None
    if args.auto_edit and not edited:
        edited = auto_edit(tmp, pkg)
        if edited and args.expect_updated is None:
            args.expect_updated, args.expect_new = 3, 1
    try:
        if "raw" not in skip:
            with timed(t, "raw"):
                rep["raw"] = check_raw(tmp, pkg)
        if "fresh" not in skip:
            with timed(t, "fresh"):
                rep["fresh"] = check_fresh(tmp, pkg, args)
        if "reimport" not in skip:
            with timed(t, "reimport"):
                rep["reimport"] = check_reimport(tmp, pkg, edited, args)
    finally:
        if not args.keep:
            shutil.rmtree(tmp, ignore_errors=True)
    rep["seconds"] = t
    rep["failures"] = judge(rep, args)
    rep["ok"] = not rep["failures"]
    json.dump(rep, sys.stdout, indent=1, ensure_ascii=False, default=str)
    print()
    return 0 if rep["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
