//! Note types, as Anki writes them in `col.models`.

use serde_json::{Value, json};

use crate::cards::Kind;
use crate::exchange::anki::model::{FORMER, Model};
use crate::exchange::anki::notetype::NoteType;
use crate::exchange::export::anki::look;

/// What stands before and after LaTeX where somebody uses it; Anki's own values for a document.
const LATEX_PRE: &str = "\\documentclass[12pt]{article}\n\\usepackage[utf8]{inputenc}\n\
    \\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\
    \\begin{document}\n";

/// Returns the note type of a kind.
pub(super) fn ours(kind: Kind, modified: i64) -> Value {
    let note_type = NoteType::of(kind);
    let fields = note_type.fields().enumerate().map(|(ord, name)| {
        json!({
            "name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20,
            "description": "", "plainText": false, "excludeFromSearch": false,
            // What nobody writes by hand is folded away in the editor.
            "collapsed": ord >= note_type.own.len() + 2,
            "id": note_type.field_id(ord), "tag": null, "preventDeletion": true, "media": [],
        })
    });
    let templates = look::templates(kind).into_iter().enumerate().map(|(ord, template)| {
        json!({
            "name": note_type.templates[ord], "ord": ord, "qfmt": template.front,
            "afmt": template.back, "bqfmt": "", "bafmt": "", "did": null, "bfont": "", "bsize": 0,
            "id": note_type.template_id(ord),
        })
    });
    let cloze = kind == Kind::Cloze;
    // Anki computes this anew; programs that read packages do not.
    let req = (0..note_type.templates.len()).map(|ord| json!([ord, "any", [ord]]));
    json!({
        "id": note_type.id(), "name": note_type.name, "type": i32::from(cloze), "mod": modified,
        "usn": -1, "sortf": 0, "did": null, "tmpls": templates.collect::<Value>(),
        "flds": fields.collect::<Value>(), "css": look::STYLE, "latexPre": LATEX_PRE,
        "latexPost": "\\end{document}", "latexsvg": false, "req": req.collect::<Value>(),
        "tags": [], "vers": [], "originalId": note_type.id(),
    })
}

/// Returns a note type that notes came with, with what Anki cannot do without where somebody left it
/// out.
pub(super) fn foreign(model: &Model) -> Value {
    let mut json = model.json.clone();
    fill(
        &mut json,
        &json!({
            "id": model.id, "name": model.name, "type": i32::from(model.is_cloze), "mod": 0, "usn": -1,
            "sortf": 0, "did": null, "css": "", "latexPre": LATEX_PRE,
            "latexPost": "\\end{document}", "req": [],
        }),
    );
    let fields = json!({"name": "Field", "ord": 0, "sticky": false, "rtl": false, "font": "Arial", "size": 20});
    let templates = json!({"name": "Card", "ord": 0, "qfmt": "", "afmt": ""});
    for (list, default) in [("flds", fields), ("tmpls", templates)] {
        for part in json.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            fill(part, &default);
            part.as_object_mut().map(|part| part.remove(FORMER));
        }
    }
    json
}

fn fill(object: &mut Value, defaults: &Value) {
    if let (Some(object), Some(defaults)) = (object.as_object_mut(), defaults.as_object()) {
        for (key, value) in defaults {
            object.entry(key).or_insert_with(|| value.clone());
        }
    }
}
