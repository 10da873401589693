//! What a person sees, at three widths, without colour.

use revisit::terminal::{Draft, Look, draw};

use crate::terminal_screens as screens;

#[test]
fn show() {
    for width in [80, 50] {
        for (name, screen) in screens::all() {
            let look = Look { width, ..Look::default() };
            println!(
                "======== {name}\n{}",
                draw(&screen, &Draft::default(), &look, None).text(&look)
            );
        }
    }
}
