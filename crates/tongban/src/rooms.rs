//! The rooms, joined: what each needs from above is filled here, in a few visible lines, and
//! nowhere else.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use directory::Directory;
use identity::Identity;
use web::{House, Module};

use crate::{
    data,
    finder::Finder,
    home,
    outcome::Failure,
};

/// What the rooms are made with.
pub struct Made {
    pub house: House,
    pub directory: Directory,
    pub identity: Identity,
}

/// What differs between a demo and the real thing.
#[derive(Clone, Default)]
pub struct Kind {
    pub demo: bool,
    pub smtp: Option<crate::config::Smtp>,
}

/// Joins the rooms.
pub fn join(kind: &Kind, finder: Option<Finder>) -> Result<Made, Failure> {
    let directory = Directory::new();
    let sign_ins = if kind.demo {
        identity::import::sign_ins(data::PEOPLE).map_err(|error| Failure::new("import", error))?
    } else {
        Vec::new()
    };
    let identity = Identity::new(identity::Needs {
        unread: Arc::new(|read, person| Ok(u32::try_from(notices::unread(read, person)?).unwrap_or(u32::MAX))),
        demo_sign_ins: Arc::new(sign_ins),
    });
    let modules: Vec<Module> = vec![
        home::module(home::Needs { finder }),
        directory::module(directory.clone()),
        notices::module(notices::Needs { mailer: None }),
        catalogue::module(catalogue::Needs::default()),
    ];
    let house = House::of(modules).map_err(|error| Failure::new("rooms", error))?;
    Ok(Made { house, directory, identity })
}

/// What a store is opened with by commands that serve nobody.
pub fn for_store() -> Result<store::Rooms, Failure> {
    Ok(join(&Kind::default(), None)?.house.rooms())
}

/// Where the index of a store lies.
pub fn index_dir(data: &Path) -> PathBuf {
    data.join("index")
}
