//! A mock interview: which prompts are asked, how an answer is rated, what it comes to.
//!
//! [`draw`] chooses prompts, [`rubric`] is what one is judged by, [`score`] counts what was heard.
//! Everything here is a function of values, as the rest of the session.

pub mod draw;
pub mod rubric;
pub mod score;
