//! Members of staff: looking them up and taking them over.

use kernel::{
    Problem, Timestamp,
    access::{Actor, Scope},
    id::{BodyId, StaffId},
};
use seals::Digest;
use store::{Entry, Error, Read, Tx, state_digest};

use crate::{
    records,
    staff::{NewStaff, Staff, StaffCard},
};

/// Number of the canonical encoding of a member of staff.
pub(crate) const SCHEMA: u16 = 1;

pub(crate) fn by_id(read: &Read<'_>, id: &StaffId) -> Result<Option<Staff>, Error> {
    read.first(&records::STAFF, &[id.into()], records::staff)
}

/// The member of staff known to files by this key.
///
/// # Errors
/// Of the store.
pub fn by_key(read: &Read<'_>, key: &str) -> Result<Option<Staff>, Error> {
    read.first(&records::STAFF_BY_KEY, &[key.into()], records::staff)
}

/// The staff of a body.
///
/// # Errors
/// Of the store.
pub fn of_body(read: &Read<'_>, body: &BodyId) -> Result<Vec<Staff>, Error> {
    read.rows(&records::STAFF_OF, &[body.into()], records::staff)
}

/// What pages say of a member of staff.
///
/// # Errors
/// 404; of the store.
pub fn card(read: &Read<'_>, id: &StaffId) -> Result<StaffCard, Error> {
    let staff = by_id(read, id)?.ok_or_else(Problem::not_found)?;
    let body = directory::bodies::by_id(read, &staff.body)?;
    let mut posts = Vec::new();
    for post in &staff.posts {
        posts.extend(directory::posts::by_id(read, post)?.map(|post| post.title));
    }
    let body_name = body.map(|body| body.name).unwrap_or_default();
    Ok(StaffCard { staff: staff.id, name: staff.name, body: staff.body, body_name, posts })
}

/// The scopes of the posts held.
///
/// # Errors
/// Of the store.
pub(crate) fn scopes(read: &Read<'_>, staff: &Staff) -> Result<Vec<Scope>, Error> {
    let mut scopes = Vec::new();
    for post in &staff.posts {
        scopes.extend(directory::posts::by_id(read, post)?.map(|post| post.scope()));
    }
    Ok(scopes)
}

/// The actor that a member of staff is, with all posts; for imports and demos that live cases.
///
/// # Errors
/// 404; of the store.
pub fn actor(read: &Read<'_>, id: &StaffId) -> Result<Actor, Error> {
    let staff = by_id(read, id)?.filter(|staff| staff.closed.is_none()).ok_or_else(Problem::not_found)?;
    let who = kernel::access::Who::Staff { scopes: scopes(read, &staff)?, staff: staff.id };
    Ok(Actor { who, on_behalf: None, session: None })
}

/// Takes a member of staff over by key.
///
/// # Errors
/// Of the store.
pub fn ensure(tx: &Tx<'_>, actor: &Actor, new: &NewStaff) -> Result<Staff, Error> {
    let before = by_key(tx, &new.key)?;
    let (id, version) = before.as_ref().map_or_else(|| (tx.id(), 0), |known| (known.id.clone(), known.version));
    let mut staff = Staff {
        id,
        key: new.key.clone(),
        name: new.name.clone(),
        body: new.body.clone(),
        posts: new.posts.clone(),
        closed: None::<Timestamp>,
        version,
    };
    if before.as_ref() == Some(&staff) {
        return Ok(staff);
    }
    staff.version += 1;
    let posts = serde_json::to_string(&staff.posts)?;
    if version == 0 {
        let cells = [
            (&staff.id).into(),
            (&staff.key).into(),
            (&staff.name.zh).into(),
            staff.name.en.as_ref().into(),
            (&staff.body).into(),
            posts.into(),
            staff.closed.into(),
            staff.version.into(),
        ];
        tx.execute(&records::INSERT_STAFF, &cells)?;
    } else {
        let cells = [
            (&staff.id).into(),
            (&staff.name.zh).into(),
            staff.name.en.as_ref().into(),
            (&staff.body).into(),
            posts.into(),
            staff.closed.into(),
            staff.version.into(),
        ];
        tx.execute(&records::UPDATE_STAFF, &cells)?;
    }
    tx.record(Entry {
        room: "identity",
        kind: if version == 0 { "staff.appointed" } else { "staff.changed" },
        stream: staff.id.as_str(),
        version,
        subject: None,
        actor,
        title: "system",
        payload: serde_json::json!({ "staff": staff.id, "body": staff.body, "posts": staff.posts }),
        personal: None,
        state: Some((SCHEMA, state_digest(&staff)?)),
    })?;
    Ok(staff)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let all = read.rows(&records::ALL_STAFF, &[after.into(), limit.into()], records::staff)?;
    all.iter().map(|one| Ok((one.id.to_string(), state_digest(one)?))).collect()
}
