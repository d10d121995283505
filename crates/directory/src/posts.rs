//! Posts of bodies: looking them up and making them.

use kernel::{
    access::Actor,
    id::{BodyId, PostId},
};
use store::{Entry, Error, Read, Tx, state_digest};

use crate::{
    body::{NewPost, Post},
    records,
};

/// Number of the canonical encoding of a post.
pub(crate) const SCHEMA: u16 = 1;

/// # Errors
/// Of the store.
pub fn by_id(read: &Read<'_>, id: &PostId) -> Result<Option<Post>, Error> {
    read.first(&records::POST, &[id.into()], records::post)
}

/// # Errors
/// Of the store.
pub fn by_key(read: &Read<'_>, key: &str) -> Result<Option<Post>, Error> {
    read.first(&records::POST_BY_KEY, &[key.into()], records::post)
}

/// The posts of a body.
///
/// # Errors
/// Of the store.
pub fn of(read: &Read<'_>, body: &BodyId) -> Result<Vec<Post>, Error> {
    read.rows(&records::POSTS_OF, &[body.into()], records::post)
}

/// Makes the post with this key, or alters it where it differs.
///
/// # Errors
/// Of the store.
pub fn ensure(tx: &Tx<'_>, actor: &Actor, new: &NewPost) -> Result<Post, Error> {
    let before = by_key(tx, &new.key)?;
    let (id, version) = before.as_ref().map_or_else(|| (tx.id(), 0), |post| (post.id.clone(), post.version));
    let mut post = Post {
        id,
        key: new.key.clone(),
        body: new.body.clone(),
        role: new.role,
        title: new.title.clone(),
        reach: new.reach,
        version,
    };
    if before.as_ref() == Some(&post) {
        return Ok(post);
    }
    post.version += 1;
    let (title, title_en) = (&post.title.zh, post.title.en.as_ref());
    if before.is_none() {
        tx.execute(
            &records::INSERT_POST,
            &[
                (&post.id).into(),
                (&post.key).into(),
                (&post.body).into(),
                post.role.as_str().into(),
                title.into(),
                title_en.into(),
                post.reach.as_ref().into(),
                post.version.into(),
            ],
        )?;
    } else {
        tx.execute(
            &records::UPDATE_POST,
            &[
                (&post.id).into(),
                (&post.body).into(),
                post.role.as_str().into(),
                title.into(),
                title_en.into(),
                post.reach.as_ref().into(),
                post.version.into(),
            ],
        )?;
    }
    tx.record(Entry {
        room: "directory",
        kind: if version == 0 { "post.made" } else { "post.changed" },
        stream: post.id.as_str(),
        version,
        subject: None,
        actor,
        title: "system",
        payload: serde_json::json!({ "post": post.id, "body": post.body, "role": post.role }),
        personal: None,
        state: Some((SCHEMA, state_digest(&post)?)),
    })?;
    Ok(post)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, seals::Digest)>, Error> {
    let posts = read.rows(&records::POSTS, &[after.into(), limit.into()], records::post)?;
    posts.iter().map(|post| Ok((post.id.to_string(), state_digest(post)?))).collect()
}
