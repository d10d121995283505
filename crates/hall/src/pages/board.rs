//! The display board of a hall 叫号屏: the numbers being called and their counters, in large type, no
//! name anywhere. It asks for itself again every few seconds, by a header and without a script.

use askama::Template;
use http::{HeaderValue, header};
use store::Error;
use web::{Answer, Cx, Path, Shell, State};

use super::{hall_of, queue_name, wait};
use crate::{
    Room,
    hall::{Hall, HallId},
    order::Claim,
    picture::Picture,
    routes,
};

/// Numbers shown at once.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "hall_board.html")]
pub(crate) struct BoardPage {
    pub shell: Shell,
    pub time: String,
    /// Number, counter, whether it was called within the last half minute.
    pub called: Vec<(String, String, bool)>,
    /// Queue, how many wait, how long.
    pub queues: Vec<(String, u32, String)>,
    pub back: String,
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<HallId>) -> Answer {
    let calendar = room.directory.calendar();
    let (hall, picture) = cx
        .read(move |read| {
            let hall = hall_of(read, &id)?;
            let picture = Picture::of(read, &hall, &calendar)?;
            Ok::<_, Error>((hall, picture))
        })
        .await?;
    let shell = cx.shell(hall.name.get(cx.locale).to_owned()).wide();
    let mut response = cx.page(&board(shell, &hall, &picture))?;
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("10"));
    Ok(response)
}

pub(crate) fn board(shell: Shell, hall: &Hall, picture: &Picture) -> BoardPage {
    let mut called: Vec<_> = picture.called.iter().filter_map(|ticket| Some((ticket.last_call?, ticket))).collect();
    called.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let called = called.into_iter().take(SHOWN).map(|(at, ticket)| {
        let fresh = picture.scene.now - at.0 < 30_000;
        (ticket.number(), ticket.counter.clone().unwrap_or_default(), fresh)
    });
    let queues = hall.settings.queues.iter().map(|queue| {
        let waiting = picture.waiting.iter().filter(|ticket| ticket.queue == queue.letter).count();
        let range = if picture.is_open() { picture.range_for(hall, &queue.letter, Claim::Plain) } else { None };
        (queue_name(&shell, queue), u32::try_from(waiting).unwrap_or(u32::MAX), wait(&shell, range.as_ref()))
    });
    BoardPage {
        time: super::time(kernel::Timestamp(picture.scene.now)),
        called: called.collect(),
        queues: queues.collect(),
        back: routes::of_hall(routes::HALL, &hall.id),
        shell,
    }
}
