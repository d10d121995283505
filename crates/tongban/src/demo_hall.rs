//! The demo's hall has a queue that lives: what happened in the last two hours, through the public
//! verbs and with the clock told, and a matter that could not be done and is overdue. Nothing is done
//! where today has tickets already.

use std::sync::Arc;

use hall::demo::Step;
use kernel::{
    Clock as _, Timestamp,
    access::{Actor, Role},
};
use store::{Error, Read, Store};

use crate::{
    data,
    machine::{DemoClock, MachineClock},
    outcome::{Failure, progress},
    rooms::Made,
};

/// Key of the hall, and of the clerk who can sign in: that one's counter stays free.
const HALL: &str = "ch-hall";
const SIGNS_IN: &str = "clerk";
/// Minutes of the story, and of its last stretch in which nobody is called and some still come.
const BEFORE: i64 = 130;
const LAST: i64 = 7;

#[derive(serde::Deserialize)]
struct Words {
    stuck: String,
}

pub fn live(store: &Store, made: &Made, clock: &Arc<DemoClock>) -> Result<(), Failure> {
    let Some(hall) = store.read(|read| hall::demo::empty_today(read, HALL))? else { return Ok(()) };
    let words: Words = toml::from_str(data::STORY).map_err(|error| Failure::new("demo", error))?;
    let clerks = store.read(|read| clerks(read, &hall))?;
    let Some(body) = store.read(|read| directory::bodies::by_id(read, &hall.body))? else { return Ok(()) };
    let now = MachineClock.now();
    let number = made.directory.draw_number(store, &body, hall::demo::STUCK_NUMBERS, now.date().year())?;
    let steps = steps(now, clerks.len());
    let (calendar, told) = (made.directory.calendar(), clock.clone());
    let lived = store.write(move |tx| {
        told.tell(Some(now.plus_minutes(-11 * 24 * 60)));
        if let Some(clerk) = clerks.first() {
            hall::demo::stuck(tx, &hall, clerk, &number, &words.stuck, &calendar)?;
        }
        told.tell(Some(hall::demo::begins(now, BEFORE)));
        for (clerk, counter) in clerks.iter().zip(["1", "2"]) {
            hall::demo::open(tx, &hall, clerk, counter)?;
        }
        for (at, step) in &steps {
            told.tell(Some(*at));
            hall::demo::live(tx, &hall, &clerks, *step, &calendar)?;
        }
        Ok::<_, Error>(steps.len())
    });
    clock.tell(None);
    progress(&format!("the hall's last two hours lived: {} comings and calls", lived?));
    store.settle()?;
    Ok(())
}

/// The clerks of the hall's body but for the one who can sign in; two sit.
fn clerks(read: &Read<'_>, hall: &hall::Hall) -> Result<Vec<Actor>, Error> {
    let mut out = Vec::new();
    for member in identity::staff_of(read, &hall.body)?.into_iter().filter(|member| member.key != SIGNS_IN) {
        let actor = identity::staff_actor(read, &member.id)?;
        if actor.post_at(Role::Clerk, &hall.body).is_some() && out.len() < 2 {
            out.push(actor);
        }
    }
    Ok(out)
}

/// Who comes and who is called when; the same story every time.
fn steps(now: Timestamp, clerks: usize) -> Vec<(Timestamp, Step)> {
    let begin = hall::demo::begins(now, BEFORE);
    let mut out = Vec::new();
    let mut at = begin.plus_minutes(1);
    let queues = [0, 1, 0, 2, 0, 3, 1, 0].iter().cycle();
    let gaps = [230, 150, 310, 190, 260].iter().cycle();
    for (count, (queue, gap)) in (0_u32..).zip(queues.zip(gaps)) {
        if at >= now {
            break;
        }
        out.push((at, Step::Comes(*queue, count % 9 == 4)));
        at = at.plus_millis(gap * 1000);
    }
    for clerk in 0..u8::try_from(clerks).unwrap_or(0) {
        let mut at = begin.plus_minutes(2 + i64::from(clerk) * 3);
        for minutes in [6, 9, 5, 12, 7, 8].iter().cycle().skip(usize::from(clerk)) {
            if at >= now.plus_minutes(-LAST) {
                break;
            }
            out.push((at, Step::Calls(clerk)));
            at = at.plus_minutes(*minutes);
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out
}
