//! Colours for code, when they are ready.
//!
//! Loading the grammars takes longer than a first screen may: it happens on a thread of its own,
//! asked for by the first screen that holds code. Until then, and without the feature `highlight`,
//! code is drawn plain.

use crate::terminal::text::Span;

#[cfg(feature = "highlight")]
pub use enabled::Highlighter;

#[cfg(not(feature = "highlight"))]
pub use disabled::Highlighter;

/// The lines of a piece of code.
pub type CodeLines = Vec<Vec<Span>>;

#[cfg(feature = "highlight")]
mod enabled {
    use std::collections::HashMap;
    use std::sync::{Arc, Mutex, OnceLock};
    use std::thread;

    use syntect::parsing::{ParseState, ScopeStack, ScopeStackOp, SyntaxSet};

    use super::CodeLines;
    use crate::terminal::text::{Label, Span, Token};

    /// Longer code is drawn plain: a stranger's deck must not keep the screen waiting.
    const MAX_BYTES: usize = 16 * 1024;
    /// So is code with longer lines.
    const MAX_LINE_BYTES: usize = 400;
    /// Pieces of code that are remembered.
    const MAX_REMEMBERED: usize = 64;

    /// Finds out what the parts of a piece of code are.
    #[derive(Clone, Debug, Default)]
    pub struct Highlighter {
        grammars: Arc<OnceLock<SyntaxSet>>,
        is_loading: Arc<OnceLock<()>>,
        is_wanted: Arc<OnceLock<()>>,
        done: Arc<Mutex<HashMap<(String, String), CodeLines>>>,
    }

    impl Highlighter {
        /// Loads the grammars on a thread of its own, once; `when_ready` is called there at the
        /// end. A thread that cannot be started leaves code plain.
        pub fn load(&self, when_ready: impl FnOnce() + Send + 'static) {
            if self.is_loading.set(()).is_err() {
                return;
            }
            let grammars = Arc::clone(&self.grammars);
            let started = thread::Builder::new().name("grammars".to_owned()).spawn(move || {
                grammars.get_or_init(two_face::syntax::extra_newlines);
                when_ready();
            });
            // Colours are a comfort; a machine without a thread to spare goes without.
            drop(started);
        }

        /// Loads the grammars here and now, for what is drawn only once.
        pub fn load_now(&self) {
            self.grammars.get_or_init(two_face::syntax::extra_newlines);
        }

        /// Says whether code was drawn plain for want of the grammars.
        pub fn wanted(&self) -> bool {
            self.is_wanted.get().is_some() && !self.ready()
        }

        /// Says whether the grammars are loaded.
        pub fn ready(&self) -> bool {
            self.grammars.get().is_some()
        }

        /// Returns the lines of a piece of code, labelled; `None` where the grammars are not loaded
        /// yet, the language is unknown, or the code is too long to be worth the wait.
        pub fn highlight(&self, lang: &str, code: &str) -> Option<CodeLines> {
            let Some(grammars) = self.grammars.get() else {
                if !lang.is_empty() {
                    self.is_wanted.get_or_init(|| ());
                }
                return None;
            };
            if code.len() > MAX_BYTES || code.lines().any(|line| line.len() > MAX_LINE_BYTES) {
                return None;
            }
            let key = (lang.to_owned(), code.to_owned());
            let mut done = self.done.lock().ok()?;
            if let Some(lines) = done.get(&key) {
                return Some(lines.clone());
            }
            let lines = label_lines(grammars, lang, code)?;
            if done.len() >= MAX_REMEMBERED {
                done.clear();
            }
            done.insert(key, lines.clone());
            Some(lines)
        }
    }

    fn label_lines(grammars: &SyntaxSet, lang: &str, code: &str) -> Option<CodeLines> {
        let grammar = grammars.find_syntax_by_token(lang)?;
        let mut state = ParseState::new(grammar);
        let mut scopes = ScopeStack::new();
        let mut lines = Vec::new();
        for line in code.lines() {
            let text = format!("{line}\n");
            let ops = state.parse_line(&text, grammars).ok()?;
            lines.push(label_line(line, &ops, &mut scopes)?);
        }
        Some(lines)
    }

    fn label_line(
        line: &str,
        ops: &[(usize, ScopeStackOp)],
        scopes: &mut ScopeStack,
    ) -> Option<Vec<Span>> {
        let mut spans = Vec::new();
        let mut from = 0;
        for (at, op) in ops {
            let to = (*at).min(line.len());
            if from < to {
                spans.push(Span::new(line.get(from..to)?, label_of(scopes)));
                from = to;
            }
            scopes.apply(op).ok()?;
        }
        if from < line.len() {
            spans.push(Span::new(line.get(from..)?, label_of(scopes)));
        }
        Some(spans)
    }

    /// The innermost scope that says anything decides.
    fn label_of(scopes: &ScopeStack) -> Label {
        const KINDS: [(&str, Token); 13] = [
            ("comment", Token::Comment),
            ("string", Token::Text),
            ("constant.character", Token::Text),
            ("constant", Token::Constant),
            ("keyword.operator", Token::Keyword),
            ("keyword", Token::Keyword),
            ("storage", Token::Keyword),
            ("entity.name.function", Token::Function),
            ("support.function", Token::Function),
            ("variable.function", Token::Function),
            ("entity.name", Token::Type),
            ("support.type", Token::Type),
            ("support.class", Token::Type),
        ];
        for scope in scopes.as_slice().iter().rev() {
            let name = scope.build_string();
            let found = KINDS.iter().find(|(prefix, _)| {
                name.strip_prefix(prefix)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            });
            if let Some((_, token)) = found {
                return Label::Token(*token);
            }
        }
        Label::Code
    }
}

#[cfg(not(feature = "highlight"))]
mod disabled {
    use super::CodeLines;

    /// Stands in for the highlighter of the feature `highlight`: code stays plain.
    #[derive(Clone, Debug, Default)]
    pub struct Highlighter {}

    impl Highlighter {
        /// Does nothing; there is nothing to load.
        pub fn load(&self, _when_ready: impl FnOnce() + Send + 'static) {}

        /// Does nothing; there is nothing to load.
        pub fn load_now(&self) {}

        /// Says that nothing is wanted.
        pub fn wanted(&self) -> bool {
            false
        }

        /// Says that nothing more is to be waited for.
        pub fn ready(&self) -> bool {
            true
        }

        /// Returns `None`: code is drawn plain.
        pub fn highlight(&self, _lang: &str, _code: &str) -> Option<CodeLines> {
            None
        }
    }
}
