//! The floors: which module may name which, and other rules about the tree that no compiler checks.
//!
//! Sources are read as tokens, so comments, string literals and `#[cfg(test)]` items say nothing. docs/ARCHITECTURE.md
//! explains the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What everybody may name; they name each other.
const WORDS: &[&str] = &["error", "span", "entity", "utterance", "sensitive", "level", "fold", "normalize", "wordlist"];
/// Any utterance in, findings and verdict out: each may name those before it.
const READING: &[&str] = &["dictionary", "lexer", "digits", "detect", "score", "classify", "scanner"];
/// What counts and outputs may say of records and findings.
const COUNTED: &[&str] = &["framing", "fields", "detect", "score", "classify", "scanner"];

/// Each module of src/, and what it may name besides itself.
const FLOORS: &[(&str, &[&[&str]])] = &[
    ("error", &[WORDS]),
    ("span", &[WORDS]),
    ("entity", &[WORDS]),
    ("utterance", &[WORDS]),
    ("sensitive", &[WORDS]),
    ("level", &[WORDS]),
    ("fold", &[WORDS]),
    ("normalize", &[WORDS]),
    ("wordlist", &[WORDS]),
    // Input wing.
    ("source", &[WORDS]),
    ("framing", &[WORDS]),
    ("fields", &[WORDS, &["framing"]]),
    // Reading wing.
    ("dictionary", &[WORDS]),
    ("lexer", &[WORDS, READING]),
    ("digits", &[WORDS, READING]),
    ("detect", &[WORDS, READING]),
    ("score", &[WORDS, READING]),
    ("classify", &[WORDS, READING]),
    ("scanner", &[WORDS, READING]),
    ("explain", &[WORDS, READING]),
    // Counts and out.
    ("tally", &[WORDS, COUNTED]),
    ("sink", &[WORDS, COUNTED, &["tally"]]),
    // Roof.
    ("pipeline", &[WORDS, READING, COUNTED, &["source", "tally", "sink"]]),
    ("check", &[WORDS, READING, &["generate"]]),
    ("generate", &[]),
    ("fuzzing", &[WORDS, READING, &["framing", "fields"]]),
];

/// Crates that have one place.
const CRATES: &[(&str, &[&str])] = &[
    ("arrow_array", &["source"]),
    ("arrow_schema", &["source"]),
    ("arrow_buffer", &["source"]),
    ("arrow_ipc", &["source"]),
    ("bytes", &["source"]),
    ("rayon", &["pipeline"]),
    ("bzip2", &["source"]),
    ("flate2", &["source"]),
    ("glob", &["source"]),
    ("liblzma", &["source"]),
    ("lofty", &["source"]),
    ("mail_parser", &["fields"]),
    ("parquet", &["source"]),
    ("tar", &["source"]),
    ("walkdir", &["source"]),
    ("zip", &["source"]),
    ("zstd", &["source"]),
    ("aho_corasick", &["dictionary"]),
    ("anyhow", &[]),
    ("clap", &[]),
    ("ctrlc", &[]),
    ("indicatif", &[]),
    ("mimalloc", &[]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of src/ as this test sees it.
struct Source {
    /// Below the package's root.
    name: String,
    /// `["fields", "json", "paths"]`; nothing for lib.rs.
    module: Vec<String>,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug)]
struct Token {
    text: String,
    line: usize,
}

/// The files of `folder` that end with `.ending`, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found
}

/// Everything below src/ but the program and files that are tests.
fn library() -> Vec<Source> {
    let mut sources: Vec<_> = files(&root().join("src"), "rs").iter().map(|path| source(path)).collect();
    sources.retain(|source| source.module.first().is_none_or(|module| module != "bin"));
    let tests: BTreeSet<Vec<String>> = sources.iter().flat_map(|source| named_in(source).test_files).collect();
    sources.retain(|source| !tests.iter().any(|test| source.module.starts_with(test)));
    sources
}

fn source(path: &Path) -> Source {
    let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    let inner = name.trim_start_matches("src/").trim_end_matches(".rs");
    let module = inner.trim_end_matches("/mod").split('/').filter(|part| *part != "lib").map(str::to_owned).collect();
    Source { tokens: tokens(&fs::read_to_string(path).unwrap()), name, module }
}

/// Identifiers, `::` and single marks; comments, literals and lifetimes left out.
fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < bytes.len() {
        let start = at;
        at += blank(&text[at..]);
        line += text[start..at].matches('\n').count();
        if at > start {
            continue;
        }
        let word = text[at..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len() - at);
        at += if word > 0 {
            word
        } else if text[at..].starts_with("::") {
            2
        } else {
            text[at..].chars().next().unwrap().len_utf8()
        };
        tokens.push(Token { text: text[start..at].to_owned(), line });
    }
    tokens
}

/// The length of the space, comment, literal or lifetime that `text` begins with; 0 where it begins with none.
fn blank(text: &str) -> usize {
    let to = |end: &str| text[2..].find(end).map_or(text.len(), |at| 2 + at + end.len());
    if text.starts_with(char::is_whitespace) {
        return text.len() - text.trim_start().len();
    }
    if text.starts_with("//") {
        return to("\n");
    }
    if text.starts_with("/*") {
        return to("*/");
    }
    let literal = ["br", "cr", "r", "b", "c", ""].into_iter().find_map(|prefix| {
        let rest = text.strip_prefix(prefix)?;
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        (rest[hashes..].starts_with('"') && (hashes == 0 || prefix.contains('r'))).then_some((prefix, hashes))
    });
    if let Some((prefix, hashes)) = literal {
        let opening = prefix.len() + hashes + 1;
        let closing = format!("\"{}", "#".repeat(hashes));
        if prefix.contains('r') {
            return opening + text[opening..].find(&closing).unwrap() + closing.len();
        }
        return opening + quoted(&text[opening..], '"');
    }
    match text.strip_prefix("b'").or_else(|| text.strip_prefix('\'')) {
        Some(rest) => {
            let opening = text.len() - rest.len();
            let mut chars = rest.chars();
            let (first, second) = (chars.next().unwrap_or_default(), chars.next().unwrap_or_default());
            let lifetime = first != '\\' && second != '\'';
            opening + if lifetime { 0 } else { quoted(rest, '\'') }
        }
        None => 0,
    }
}

/// The length of a literal's contents with its closing mark.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What a file names.
#[derive(Default)]
struct Named {
    /// Paths from the crate's root, with the line.
    paths: Vec<(Vec<String>, usize)>,
    /// Modules declared with `#[cfg(test)] mod name;`.
    test_files: Vec<Vec<String>>,
}

fn named_in(source: &Source) -> Named {
    let mut named = Named::default();
    let mut module = source.module.clone();
    // Depths of braces at which inline modules end.
    let (mut depth, mut ends) = (0, Vec::new());
    let text = |at: usize| source.tokens.get(at).map_or("", |token| token.text.as_str());
    let mut at = 0;
    while at < source.tokens.len() {
        match (text(at), text(at + 1)) {
            ("#", "[") => {
                let end = closing(source, at + 1);
                let attribute: Vec<_> = (at + 2..end).map(text).collect();
                at = end;
                if attribute.first() == Some(&"cfg") && attribute.contains(&"test") && !attribute.contains(&"not") {
                    at = skip_item(source, end + 1, &module, &mut named.test_files);
                }
            }
            ("mod", name) if text(at + 2) == "{" => {
                module.push(name.to_owned());
                ends.push(depth);
            }
            ("{", _) => depth += 1,
            ("}", _) => {
                depth -= 1;
                if ends.last() == Some(&depth) {
                    ends.pop();
                    module.pop();
                }
            }
            ("crate", "::") => at = path(source, at + 2, Vec::new(), &mut named.paths),
            ("super", "::") if text(at.wrapping_sub(1)) != "::" => {
                let mut base = module.clone();
                while (text(at), text(at + 1)) == ("super", "::") {
                    base.pop();
                    at += 2;
                }
                at = path(source, at, base, &mut named.paths);
            }
            _ => {}
        }
        at += 1;
    }
    named
}

/// The index of the bracket that closes the one at `at`.
fn closing(source: &Source, at: usize) -> usize {
    let mut depth = 0;
    for (index, token) in source.tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "[" | "{" | "(" => depth += 1,
            "]" | "}" | ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    panic!("{}: an open bracket", source.name)
}

/// The last token of the item that begins at `at`, attributes included.
fn skip_item(source: &Source, mut at: usize, module: &[String], test_files: &mut Vec<Vec<String>>) -> usize {
    let text = |at: usize| source.tokens[at].text.as_str();
    while text(at) == "#" {
        at = closing(source, at + 1) + 1;
    }
    if text(at) == "mod" && text(at + 2) == ";" {
        test_files.push([module, &[text(at + 1).to_owned()]].concat());
    }
    loop {
        match text(at) {
            ";" => return at,
            "{" => return closing(source, at),
            "(" | "[" => at = closing(source, at) + 1,
            _ => at += 1,
        }
    }
}

/// Collects the path or the group of paths that begins at `at`; returns its last token.
fn path(source: &Source, mut at: usize, mut names: Vec<String>, out: &mut Vec<(Vec<String>, usize)>) -> usize {
    let text = |at: usize| source.tokens.get(at).map_or("", |token| token.text.as_str());
    let line = source.tokens[at].line;
    loop {
        if text(at) == "{" {
            let end = closing(source, at);
            at += 1;
            while at < end {
                at = path(source, at, names.clone(), out) + 1;
                while at < end && text(at) != "," {
                    at += 1; // `as other`
                }
                at += 1;
            }
            return end;
        }
        names.push(text(at).to_owned());
        if text(at + 1) != "::" || text(at + 2) == "<" {
            out.push((names, line));
            return at;
        }
        at += 2;
    }
}

/// Names that lib.rs exports, with the module each is of; and whether it is documented.
fn exports() -> BTreeMap<String, (String, bool)> {
    let lib = source(&root().join("src/lib.rs"));
    let text = |at: usize| lib.tokens.get(at).map_or("", |token| token.text.as_str());
    let (mut exports, mut hidden) = (BTreeMap::new(), false);
    for at in 0..lib.tokens.len() {
        match (text(at), text(at + 1)) {
            ("hidden", ")") => hidden = true,
            (";", _) => hidden = false,
            ("pub", "use") => {
                let mut paths = Vec::new();
                path(&lib, at + 2, Vec::new(), &mut paths);
                for (names, _) in paths {
                    exports.insert(names.last().unwrap().clone(), (names[0].clone(), !hidden));
                }
            }
            ("pub", "mod") => {
                exports.insert(text(at + 2).to_owned(), (text(at + 2).to_owned(), !hidden));
            }
            _ => {}
        }
    }
    exports
}

#[test]
fn every_module_names_only_what_stands_below_it() {
    let exports = exports();
    let mut wrong = Vec::new();
    for source in library().iter().filter(|source| !source.module.is_empty()) {
        let own = &source.module[0];
        let allowed = allowed(own).unwrap_or_else(|| panic!("{}: {own} has no floor: give it one", source.name));
        for (names, line) in named_in(source).paths {
            let first = &names[0];
            let target = exports.get(first).map_or(first, |(module, _)| module);
            if target != own && !allowed.contains(&target.as_str()) {
                wrong.push(format!("{}:{line}: {own} may not name crate::{}", source.name, names.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What `module` may name, by the table; a module of the reading wing, those before it in its row.
fn allowed(module: &str) -> Option<BTreeSet<&'static str>> {
    let (_, groups) = FLOORS.iter().find(|(name, _)| *name == module)?;
    let mut allowed: BTreeSet<_> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    if let Some(place) = READING.iter().position(|name| *name == module) {
        READING[place..].iter().for_each(|later| {
            allowed.remove(later);
        });
    }
    Some(allowed)
}

#[test]
fn the_table_holds_the_tree_and_has_no_circle() {
    let modules: BTreeSet<_> = library().into_iter().filter_map(|source| source.module.into_iter().next()).collect();
    let known: BTreeSet<_> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(modules, known);
    for (name, _) in FLOORS.iter().filter(|(name, _)| !WORDS.contains(name)) {
        for below in allowed(name).unwrap().into_iter().filter(|below| !WORDS.contains(below)) {
            assert!(!allowed(below).unwrap().contains(name), "{name} and {below} may name each other");
        }
    }
    let input = ["source", "framing", "fields"];
    for reading in READING {
        assert!(input.iter().all(|input| !allowed(reading).unwrap().contains(input)), "{reading}: the wings meet");
        assert!(input.iter().all(|input| !allowed(input).unwrap().contains(reading)), "{reading}: the wings meet");
    }
}

#[test]
fn the_program_names_only_what_is_public() {
    let exports = exports();
    for path in files(&root().join("src/bin"), "rs") {
        let source = source(&path);
        let text = |at: usize| source.tokens.get(at).map_or("", |token| token.text.as_str());
        for at in 0..source.tokens.len() {
            let line = source.tokens[at].line;
            if text(at) == "earmark" && text(at + 1) == "::" {
                let mut paths = Vec::new();
                self::path(&source, at + 2, Vec::new(), &mut paths);
                for (names, _) in paths {
                    let public = exports.get(&names[0]).is_some_and(|(_, documented)| *documented);
                    assert!(public, "{}:{line}: earmark::{} is not public", source.name, names.join("::"));
                }
            }
            let pasted = text(at) == "include" || (text(at) == "#" && text(at + 1) == "[" && text(at + 2) == "path");
            assert!(!pasted, "{}:{line}: pastes a file of another place", source.name);
        }
    }
}

#[test]
fn unsafe_stands_only_in_files_named_simd() {
    for path in files(&root().join("src"), "rs") {
        let found = source(&path);
        let line = found.tokens.iter().find(|token| token.text == "unsafe").map(|token| token.line);
        assert!(line.is_none() || path.ends_with("simd.rs"), "{}:{line:?}: unsafe", found.name);
    }
}

#[test]
fn crates_stay_in_their_place_and_nothing_opens_a_socket() {
    for source in library() {
        let own = source.module.first().map_or("", String::as_str);
        for (at, token) in source.tokens.iter().enumerate() {
            let place = CRATES.iter().find(|(name, _)| *name == token.text);
            let uses = source.tokens.get(at + 1).is_some_and(|next| next.text == "::");
            let allowed = place.is_none_or(|(_, modules)| modules.contains(&own)) || !uses;
            assert!(allowed, "{}:{}: {} is not for {own}", source.name, token.line, token.text);
            let net = at >= 2 && token.text == "net" && source.tokens[at - 2].text == "std";
            assert!(!net, "{}:{}: std::net", source.name, token.line);
        }
    }
}

/// Each dictionary's path below dictionaries/, and its text.
fn dictionaries() -> Vec<(String, String)> {
    let folder = root().join("dictionaries");
    let read = |path: &PathBuf| {
        (path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    files(&folder, "tsv").iter().map(read).collect()
}

#[test]
fn every_dictionary_is_built_in() {
    let list = fs::read_to_string(root().join("src/dictionary/builtin.rs")).unwrap();
    let built_in: BTreeSet<_> = list
        .split('"')
        .filter(|part| part.rsplit_once('.').is_some_and(|(_, ending)| ending == "tsv"))
        .map(str::to_owned)
        .collect();
    let present: BTreeSet<_> = dictionaries().into_iter().map(|(name, _)| name).collect();
    assert_eq!(built_in, present);
}

#[test]
fn every_dictionary_is_sorted_by_the_bytes_of_its_terms() {
    for (name, text) in dictionaries() {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let terms: Vec<_> = lines.map(|(index, line)| (line.split('\t').next().unwrap(), index + 1)).collect();
        for pair in terms.windows(2) {
            assert!(pair[0].0 <= pair[1].0, "dictionaries/{name}:{}: {:?} comes too late", pair[1].1, pair[1].0);
        }
    }
}

#[test]
fn every_dictionary_names_known_sources_and_every_source_is_named() {
    let text = fs::read_to_string(root().join("dictionaries/SOURCES.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let mut known = BTreeSet::new();
    for source in table["source"].as_array().unwrap() {
        let field = |name: &str| source[name].as_str().unwrap_or_else(|| panic!("{source:?}: no {name}")).to_owned();
        assert!(!field("name").is_empty() && !field("licence").is_empty() && !field("note").is_empty(), "{source:?}");
        assert!(known.insert(field("id")), "{source:?}: twice");
    }
    let mut named = BTreeSet::new();
    for (name, text) in dictionaries() {
        let sources = text
            .lines()
            .find_map(|line| line.strip_prefix("#! sources ="))
            .unwrap_or_else(|| panic!("{name}: no sources"));
        for id in sources.split(',').map(str::trim) {
            assert!(known.contains(id), "dictionaries/{name}: {id:?} is not in SOURCES.toml");
            named.insert(id.to_owned());
        }
    }
    assert_eq!(named, known);
}

#[test]
fn this_test_reads_rust_as_the_compiler_does() {
    let text = r##"
        //! crate::comment
        use crate::{a::b, c::{self as d, e}, f};
        /* crate::comment */ const X: &str = "crate::string \" crate::string";
        const Y: &str = r#"crate::raw " string"#; const Z: [char; 2] = ['"', '\''];
        #[cfg(test)] #[rustfmt::skip] mod tests { use crate::tested; }
        #[cfg(test)] mod files;
        #[cfg(not(test))] fn g<'a>(x: &'a str) -> crate::h::I<'a> { crate::j::k::<u8>(x); super::super::l::m() }
        mod inner { use super::n; pub(crate) fn o() { super::super::super::p::q() } }
    "##;
    let source = Source { name: "test".into(), module: vec!["one".into(), "two".into()], tokens: tokens(text) };
    let named = named_in(&source);
    let paths: Vec<_> = named.paths.iter().map(|(names, _)| names.join("::")).collect();
    assert_eq!(paths, ["a::b", "c::self", "c::e", "f", "h::I", "j::k", "l::m", "one::two::n", "p::q"]);
    assert_eq!(named.test_files, [["one", "two", "files"]]);
}
