//! Programs beside ours, as functions: the edge decides whether they are there and runs them.

/// A piece of shell code to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The word after the fence: `sh`, `bash`, `shell`.
    pub lang: String,
    /// The code.
    pub code: String,
}

/// What a tool found in one of the snippets it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolFinding {
    /// Which snippet, by its place in the list.
    pub snippet: usize,
    /// The line of the snippet, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// Checks all shell snippets of a collection at once, so that a program is started once and not per
/// card. The error says why nothing was checked.
pub type ShellCheck<'f> = dyn Fn(&[Snippet]) -> Result<Vec<ToolFinding>, String> + Sync + 'f;
