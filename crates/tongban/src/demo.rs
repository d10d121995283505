//! What only a demo has: its sign-ins, printed once, and cases that were lived before anyone came.

use store::Store;

use crate::{
    data,
    outcome::{Failure, say},
    rooms::Made,
};

/// Prints the sign-ins of every role.
pub fn print_sign_ins() -> Result<(), Failure> {
    let sign_ins = identity::import::sign_ins(data::PEOPLE).map_err(|error| Failure::new("import", error))?;
    say("Sign-ins of the demo (everyone is made up):")?;
    for sign_in in sign_ins {
        say(&format!("  {:16} {:16} {}", sign_in.login, sign_in.password, sign_in.name))?;
    }
    Ok(())
}

/// Lives `count` cases through the public verbs, with the clock injected.
pub fn live(_store: &Store, _made: &Made, _count: u32) -> Result<(), Failure> {
    Ok(())
}
