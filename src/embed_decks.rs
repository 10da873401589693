//! Build script: packs the decks of `decks/` for the program, with a hash of their content.
//!
//! Each file is deflated by itself, so that the first card costs the unpacking of one file.
//! Only what a collection needs at run time is taken: YAML, pages, nothing for authors. Without a
//! `decks/` folder the program is built with no decks. `REVISIT_EMBED` names another folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use miniz_oxide::deflate::compress_to_vec;

/// The most that deflate can do; it is a build that pays.
const EFFORT: u8 = 10;

#[expect(clippy::print_stdout, reason = "cargo reads a build script's standard output")]
fn main() -> io::Result<()> {
    let home = variable("CARGO_MANIFEST_DIR");
    let decks = variable("REVISIT_EMBED").or(home.map(|home| home.join("decks")));
    let decks = decks.unwrap_or_default();
    println!("cargo:rerun-if-env-changed=REVISIT_EMBED");
    println!("cargo:rerun-if-changed={}", decks.display());
    let mut files = Vec::new();
    if decks.is_dir() {
        for entry in fs::read_dir(&decks)? {
            let folder = entry?;
            // Files beside the collections are for authors.
            if folder.file_type()?.is_dir() {
                collect(&folder.path(), &folder.file_name().to_string_lossy(), &mut files)?;
            }
        }
    }
    files.sort();
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    let out = variable("OUT_DIR").unwrap_or_default();
    let mut code = format!("static FILES: [Embedded; {}] = [\n", files.len());
    for (place, (name, path)) in files.iter().enumerate() {
        let bytes = fs::read(path)?;
        hash.take(name.as_bytes());
        hash.take(&bytes);
        let packed = out.join(format!("{place}.deflate"));
        fs::write(&packed, compress_to_vec(&bytes, EFFORT))?;
        let (packed, size) = (packed.display().to_string(), bytes.len());
        let _ = writeln!(code, "    Embedded::new({name:?}, include_bytes!({packed:?}), {size}),");
    }
    let _ = writeln!(code, "];\nconst HASH: u64 = {};", hash.0);
    fs::write(out.join("bundle.rs"), code)
}

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folders this way")]
fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from)
}

/// Collects the files below a folder, each with its path from `decks/`.
#[expect(clippy::print_stdout, reason = "cargo reads a build script's standard output")]
fn collect(folder: &Path, name: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let below = format!("{name}/{file}");
        if file.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &below, files)?;
        } else if is_wanted(&file) {
            files.push((below, entry.path()));
        }
    }
    Ok(())
}

fn is_wanted(file: &str) -> bool {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "yaml" | "yml" | "md" | "lock")
        && !matches!(file, "README.md" | "reviews.yaml")
}

/// FNV-1a, 64 bits.
struct Hash(u64);

impl Hash {
    fn take(&mut self, bytes: &[u8]) {
        // The length keeps a text from running into the next.
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
