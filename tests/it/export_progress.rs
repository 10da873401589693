//! Progress in packages: due days, ease, memory, reviews.

use serde_json::Value;

use crate::export_support::export;
use crate::harness::App;

#[test]
fn progress_goes_along_where_it_is_asked_for() {
    let mut app = App::new();
    app.own_cards(5);
    let grade = |grade: &str| format!(r#"{{"do":"grade","grade":"{grade}","took_ms":5000}}"#);
    let reveal = r#"{"do":"reveal"}"#;
    let [good, again] = ["good", "again"].map(grade);
    // c1 and c2 are learned, c2 fails on the next day and is drilled, c3 is suspended, c4 known.
    app.session(&["--limit", "2"], &[reveal, &good, reveal, &good]);
    app.at("2026-11-23T12:00:00+01:00");
    app.session(&["c2"], &[reveal, &again, reveal, &good]);
    app.run(["suspend", "c3"]).ok();
    app.run(["flag", "c1"]).ok();
    app.session(&["c4"], &[r#"{"do":"know"}"#]);
    let (plain, _) = export(&app, &[]);
    assert_eq!(plain.one::<i64>("select count(*) from cards where type + queue + flags <> 0"), 0);
    assert_eq!(plain.one::<i64>("select count(*) from cards where data <> '{}'"), 0);

    let (package, report) = export(&app, &["--with-progress"]);
    assert_eq!(report["reviews"], 5);
    let card = |name: &str| -> (i64, i64, i64, i64, i64, i64, i64, i64, String) {
        let sql = "select type, queue, due, ivl, factor, reps, lapses, cards.flags, cards.data
            from cards join notes on nid = notes.id where guid = ?1";
        package
            .db
            .query_row(sql, [format!("revisit:own/{name}")], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                    row.get(7)?,
                    row.get(8)?,
                ))
            })
            .unwrap()
    };
    // Days count from 2006-01-01, which began at four in the morning of this offset.
    assert_eq!(package.one::<i64>("select crt from col"), 1_136_084_400);
    let monday = 7_631;
    let (kind, queue, due, interval, ease, reps, lapses, flags, data) = card("c1");
    assert_eq!((kind, queue, due, interval, ease), (2, 2, monday, 1, 2_500));
    assert_eq!((reps, lapses, flags), (1, 0, 1));
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(
        (&data["s"], &data["decay"], &data["dr"]),
        (&2.3065.into(), &0.1542.into(), &0.9.into())
    );
    assert_eq!(data["lrt"], 1_795_345_200);
    let (kind, _, due, interval, _, reps, lapses, ..) = card("c2");
    assert_eq!((kind, due, interval, reps, lapses), (2, monday + 1, 1, 2, 1));
    let (kind, queue, ..) = card("c3");
    assert_eq!((kind, queue), (0, -1));
    let (kind, queue, due, interval, ..) = card("c4");
    assert_eq!((kind, queue, due), (2, 2, monday + interval));
    let log: Vec<String> = package.all(
        "select guid || ' ' || ease || ' ' || revlog.ivl || ' ' || lastIvl || ' ' || revlog.type || ' ' || time
         from revlog join cards on cid = cards.id join notes on nid = notes.id order by revlog.id",
    );
    assert_eq!(
        log,
        [
            "revisit:own/c1 3 1 0 0 5000",
            "revisit:own/c2 3 1 0 0 5000",
            "revisit:own/c2 1 1 1 1 5000",
            "revisit:own/c2 3 1 -600 2 5000",
            &format!("revisit:own/c4 0 {interval} 0 4 0"),
        ]
    );
}

#[test]
fn what_was_undone_is_not_in_the_package() {
    let app = App::new();
    app.own_cards(1);
    app.session(&[], &[r#"{"do":"reveal"}"#, r#"{"do":"grade","grade":"good"}"#]);
    app.run(["undo"]).ok();
    let (package, _) = export(&app, &["--with-progress"]);
    assert_eq!(package.one::<i64>("select count(*) from revlog"), 0);
    assert_eq!(package.one::<i64>("select type from cards"), 0);
}
