//! Pages of the room with made-up content, for the test that renders each in both languages.

use kernel::{Calendar, Date, Id, Text, Timestamp};
use web::{Form, Html, Sampler, Shell};

use super::{board, book, counter, halls, help, kiosk, manage, mine, queue, stuck, today};
use crate::{
    appointment::{Appointment, Booked, By},
    estimate::{Busy, Desk, Scene},
    hall::{Counter, Hall, Queue, Rules, Settings, Sort},
    hours::{Capacity, Closed, Day, Hours, Spans},
    mandate::Mandate,
    order::Caller,
    picture::Picture,
    sitting::{Sitting, Standing},
    stick::Words,
    stuck::Stuck,
    ticket::{Ground, Origin, Outcome, State, Ticket},
};

const AT: Timestamp = Timestamp(1_795_140_000_000);

fn sample_spans(text: &str) -> Spans {
    Spans::parse(text).unwrap_or_default()
}

fn sample_hall(sort: Sort) -> Hall {
    let queue = |letter: &str, zh: &str, en: &str, any| Queue {
        letter: letter.into(),
        name: Text::both(zh, en),
        about: None,
        items: vec!["item_01J00000000000000000000001".into()],
        any,
        usual_minutes: 10,
    };
    let counter = |number: &str| Counter { number: number.into(), name: None, queues: Vec::new() };
    let from = Date::constant(2026, 1, 1);
    Hall {
        id: Id::new(AT, [1; 10]),
        version: 1,
        key: "sample".into(),
        sort,
        division: kernel::DivisionCode::COUNTRY,
        body: Id::new(AT, [1; 10]),
        name: Text::both("示范区政务服务中心", "Sample service centre"),
        settings: Settings {
            address: Text::both("示范路1号", "1 Sample Road"),
            phone: Some("020-00000000".into()),
            note: Some(Text::both("地铁口旁", "Beside the metro")),
            villages: if sort == Sort::Point { vec![Text::both("示范村", "Sample Village")] } else { Vec::new() },
            queues: vec![queue("A", "综合受理", "General matters", true), queue("B", "市场主体", "Businesses", false)],
            counters: vec![counter("1"), counter("2"), counter("3")],
            hours: vec![Hours {
                from,
                to: None,
                working: sample_spans("00:00-24:00"),
                weekend: Spans::default(),
                holiday: Spans::default(),
            }],
            capacity: vec![Capacity { from, to: None, within: sample_spans("09:00-12:00"), every: 30, places: 2 }],
            closed: vec![Closed { date: Date::constant(2026, 12, 31), reason: Text::both("盘点", "Stocktaking") }],
            rules: Rules::default(),
            kiosks: 0,
            fictional: true,
        },
    }
}

fn sample_ticket(hall: &Hall, sequence: u32, state: State) -> Ticket {
    let called = (state != State::Waiting).then_some(AT);
    Ticket {
        id: Id::new(AT, [u8::try_from(sequence).unwrap_or(0); 10]),
        version: 1,
        hall: hall.id.clone(),
        day: AT.date(),
        queue: "A".into(),
        letter: "A".into(),
        sequence,
        state,
        origin: Origin::Kiosk,
        first: sequence.is_multiple_of(2).then_some(Ground::Age),
        item: None,
        appointment: None,
        due: (sequence == 3).then_some(AT),
        taken_at: AT.plus_minutes(-12),
        low: Some(AT.plus_minutes(-4)),
        high: Some(AT.plus_minutes(6)),
        sent_from: (sequence == 5).then(|| "2".into()),
        only: None,
        counter: called.map(|_| "1".into()),
        sitting: None,
        preferred: false,
        calls: u32::from(called.is_some()) * 3,
        first_call: called,
        called_at: called,
        last_call: called,
        ended_at: (state == State::Done).then(|| AT.plus_minutes(7)),
        outcome: (state == State::Done).then_some(Outcome::Advised),
        told: None,
        case_number: None,
    }
}

fn sample_sitting(hall: &Hall, state: Standing) -> Sitting {
    Sitting {
        id: Id::new(AT, [1; 10]),
        version: 1,
        hall: hall.id.clone(),
        day: AT.date(),
        counter: "1".into(),
        staff: Id::new(AT, [1; 10]),
        queues: vec!["A".into(), "B".into()],
        state,
        opened_at: AT.plus_minutes(-60),
        since: AT.plus_minutes(-60),
        closed_at: None,
    }
}

fn sample_picture(hall: &Hall, waiting: u32) -> Picture {
    let waiting: Vec<Ticket> = (2..2 + waiting).map(|sequence| sample_ticket(hall, sequence, State::Waiting)).collect();
    let scene = Scene {
        now: AT.0,
        open: vec![(AT.0 - 3_600_000, AT.0 + 3 * 3_600_000)],
        desks: vec![Desk { caller: Caller { counter: 0, queues: 3 }, now: Busy::With(0, AT.0 - 60_000) }],
        waiting: waiting.iter().map(|ticket| ticket.waiting(hall)).collect(),
        samples: vec![vec![420; 30], vec![600; 30]],
        usual: vec![600, 600],
        coming: Vec::new(),
        firsts: vec![0, 0],
        row: 0,
        rule: Some(hall.rule()),
    };
    Picture {
        day: Day::Open(sample_spans("09:00-12:00 13:30-17:00")),
        waiting,
        called: vec![sample_ticket(hall, 1, State::Called)],
        sittings: vec![sample_sitting(hall, Standing::Open)],
        scene,
    }
}

fn sample_appointment(hall: &Hall) -> Appointment {
    Appointment {
        id: Id::new(AT, [1; 10]),
        version: 1,
        hall: hall.id.clone(),
        day: AT.plus_minutes(3 * 24 * 60).date(),
        minute: 630,
        queue: "A".into(),
        item: None,
        person: None,
        first: None,
        state: Booked::Open,
        origin: By::Person,
        mandate: None,
        consent: None,
        digest: Vec::new(),
        made_at: AT,
        ticket: None,
        place: 0,
    }
}

fn sample_stuck(hall: &Hall) -> Stuck {
    Stuck {
        id: Id::new(AT, [1; 10]),
        version: 1,
        number: "4401170012026B000000017".into(),
        hall: hall.id.clone(),
        division: hall.division,
        body: hall.body.clone(),
        item: None,
        ticket: None,
        holder: Id::new(AT, [1; 10]),
        known: false,
        words: Vec::new(),
        contact: None,
        opened_at: AT,
        due: AT.date(),
        passed: 1,
        outcome: None,
        answer: None,
        answered_at: None,
    }
}

fn sample_qr() -> Html {
    Html("<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\"/></svg>".into())
}

/// Every page.
pub(crate) fn samples(sampler: &mut Sampler) {
    let hall = sample_hall(Sort::Hall);
    sample_public(sampler, &hall);
    sample_people(sampler, &hall);
    sample_kiosk(sampler, &hall);
    sample_staff(sampler, &hall);
    sample_managers(sampler, &hall);
}

fn sample_public(sampler: &mut Sampler, hall: &Hall) {
    let picture = sample_picture(hall, 4);
    let range = picture.range_for(hall, "A", crate::order::Claim::Plain);
    let shell = sampler.shell("hall-nav");
    let rows = vec![
        halls::row(&shell, hall, &picture.day, true, range.as_ref()),
        halls::row(&shell, &sample_hall(Sort::Point), &Day::Rest, false, None),
    ];
    sampler.page("halls", &halls::HallsPage { shell, rows, follow: "/stuck" });
    let shell = sampler.shell("hall-nav");
    sampler.page("halls-none", &halls::HallsPage { shell, rows: Vec::new(), follow: "/stuck" });
    let names = vec![vec![("item_x".to_owned(), Text::both("开店", "Opening a shop"))]];
    let shell = sampler.shell("hall-nav");
    sampler.page("hall", &halls::page(shell, hall, &picture, &names, AT.date()));
    let point = sample_hall(Sort::Point);
    let shell = sampler.shell("hall-nav");
    sampler.page("at-point", &halls::page(shell, &point, &sample_picture(&point, 0), &[], AT.date()));
    let shell = sampler.shell("hall-board").wide();
    sampler.page("hall-board", &board::board(shell, hall, &picture));
    for (name, state) in
        [("at-queue", State::Waiting), ("at-queue-called", State::Called), ("at-queue-done", State::Done)]
    {
        let seen = queue::Seen { hall: hall.clone(), ticket: sample_ticket(hall, 2, state), range, ahead: 3 };
        let shell = sampler.shell("hall-queue-title");
        sampler.page(name, &queue::of(shell, &seen, sample_qr(), false));
    }
}

fn sample_steps(hall: &Hall) -> (book::Seen, book::Step) {
    let day = AT.plus_minutes(24 * 60).date();
    let free =
        book::Free { days: vec![(day, 7), (AT.plus_minutes(2 * 24 * 60).date(), 0)], times: vec![(540, 2), (570, 0)] };
    let step = book::Step { queue: "A".into(), day: day.to_string(), ..book::Step::default() };
    (book::Seen { hall: hall.clone(), free, item: None, names: Vec::new() }, step)
}

fn sample_people(sampler: &mut Sampler, hall: &Hall) {
    let (seen, step) = sample_steps(hall);
    let shell = sampler.shell("hall-book-title");
    sampler.page("hall-book", &book::page(shell, Form::default(), &seen, &book::Step::default(), "/x"));
    let shell = sampler.shell("hall-book-title");
    sampler.page("hall-book-time", &book::page(shell, Form::default(), &seen, &step, "/x"));
    let made = sample_appointment(hall);
    let shell = sampler.shell("hall-slip-title");
    sampler.page("at-slip", &book::slip(shell, hall, &made, "7Q2M9XKD", "/x".into()));
    let whole = (made, hall.clone(), None);
    let shell = sampler.shell("hall-mine");
    let rows = vec![mine::row(&shell, &whole, AT.date())];
    sampler.page("hall-mine", &mine::MinePage { shell, rows, halls: "/halls", stuck: "/me/stuck" });
    let shell = sampler.shell("hall-mine");
    sampler.page("hall-mine-none", &mine::MinePage { shell, rows: Vec::new(), halls: "/halls", stuck: "/me/stuck" });
    let shell = sampler.shell("hall-appointment");
    let free = seen.free;
    let seen = mine::Seen { whole, code: "7Q2M9XKD".into(), free };
    sampler.page("hall-appointment", &mine::page(shell, Form::default(), &seen, sample_qr(), &step.day, AT.date()));
    let calendar = Calendar::default();
    let shell = sampler.shell("hall-stuck-mine");
    let row = sample_row(&shell, hall, &calendar);
    sampler.page("hall-stuck-mine", &stuck::MinePage { rows: vec![(row, "x".into())], new: "/x", shell });
    let shell = sampler.shell("hall-stuck-new");
    sampler.page("at-stuck-form", &stuck::form_page(shell, Form::default(), "/x", std::slice::from_ref(hall), true));
    let shell = sampler.shell("hall-follow");
    sampler.page("hall-follow", &stuck::FollowPage { shell, form: Form::default(), here: "/stuck", found: None });
    let shell = sampler.shell("hall-follow");
    let found = Some((sample_row(&shell, hall, &calendar), "x".to_owned()));
    sampler.page("at-followed", &stuck::FollowPage { shell, form: Form::default(), here: "/stuck", found });
}

fn sample_whole(hall: &Hall) -> stuck::Whole {
    let body = Text::both("示范区市场监督管理局", "Sample Market Regulation");
    stuck::Whole { made: sample_stuck(hall), hall: hall.name.clone(), body, item: None }
}

fn sample_row(shell: &Shell, hall: &Hall, calendar: &Calendar) -> stuck::Row {
    stuck::row(shell, &sample_whole(hall), calendar, AT.date(), String::new())
}

fn sample_kiosk(sampler: &mut Sampler, hall: &Hall) {
    let picture = sample_picture(hall, 3);
    for (name, lock) in [
        ("kiosk", kiosk::Lock::None),
        ("kiosk-signed-in", kiosk::Lock::SignedIn),
        ("kiosk-not-made", kiosk::Lock::NotMade),
    ] {
        let shell = sampler.shell("hall-kiosk-title");
        sampler.page(name, &kiosk::KioskPage::of(shell, hall, Some(&picture), lock));
    }
    let shell = sampler.shell("hall-kiosk-ticket");
    sampler.page("kiosk-ticket", &kiosk::ticket_page(shell, Form::default(), hall, &picture));
    let shell = sampler.shell("hall-kiosk-taken");
    let frame = kiosk::Frame::of(&shell, hall);
    let seen =
        queue::Seen { hall: hall.clone(), ticket: sample_ticket(hall, 4, State::Waiting), range: None, ahead: 3 };
    let seen = queue::of(shell.clone(), &seen, sample_qr(), true);
    sampler.page("kiosk-taken", &kiosk::TakenPage { frame: frame.clone(), seen, shell });
    let shell = sampler.shell("hall-kiosk-check-in");
    sampler.page(
        "kiosk-check-in",
        &kiosk::CodePage { shell, form: Form::default(), frame: frame.clone(), here: "/x".into() },
    );
    let shell = sampler.shell("hall-kiosk-case");
    let page = kiosk::CasePage { shell, form: Form::default(), frame: frame.clone(), here: "/x".into(), found: None };
    sampler.page("kiosk-case", &page);
    let found = Some(("440117001".to_owned(), "x".to_owned(), "y".to_owned()));
    sampler.page("kiosk-case-found", &kiosk::CasePage { found, ..page });
    let shell = sampler.shell("hall-kiosk-items");
    sampler
        .page("kiosk-items", &kiosk::ItemsPage { shell, frame: frame.clone(), items: vec![("x".into(), "/x".into())] });
    let shell = sampler.shell("hall-kiosk-notice");
    let materials = vec![("x".to_owned(), String::new()), ("y".to_owned(), "z".to_owned())];
    let page = kiosk::NoticePage {
        frame: frame.clone(),
        item: "x".into(),
        body: "x".into(),
        conditions: "x".into(),
        materials,
        as_of: shell.date(AT.date()),
        shell,
    };
    sampler.page("kiosk-notice", &page);
    let shell = sampler.shell("hall-kiosk-still");
    sampler.page("kiosk-still", &kiosk::StillPage { shell, frame, seconds: 20 });
}

fn sample_staff(sampler: &mut Sampler, hall: &Hall) {
    let seen = |mine: Option<Standing>, current: Option<Ticket>| counter::Seen {
        hall: hall.clone(),
        picture: sample_picture(hall, 5),
        mine: mine.map(|state| sample_sitting(hall, state)),
        current,
        item: None,
        links: Html::default(),
    };
    let pages = [
        ("counter-closed", seen(None, None)),
        ("counter-free", seen(Some(Standing::Open), None)),
        ("counter-break", seen(Some(Standing::Break), None)),
        ("counter-with", seen(Some(Standing::Open), Some(sample_ticket(hall, 1, State::Called)))),
    ];
    for (name, seen) in pages {
        let shell = sampler.shell("hall-counter").wide();
        sampler.page(name, &counter::page(shell, Form::default(), &seen));
    }
    let shell = sampler.shell("hall-counter");
    sampler.page("counters", &counter::ChoosePage { shell, halls: Vec::new() });
    let shell = sampler.shell("hall-help");
    sampler.page("at-helping", &help::PointsPage { shell, halls: vec![("x".into(), "/x".into(), "y".into())] });
    let calendar = Calendar::default();
    let shell = sampler.shell("hall-stuck").wide();
    let (open, answered) = (vec![sample_row(&shell, hall, &calendar)], vec![sample_row(&shell, hall, &calendar)]);
    sampler.page("desk-stuck-list", &stuck::ListPage { shell, open, answered });
    let shell = sampler.shell("hall-stuck-one");
    let words = Words { words: Some("x".into()), contact: Some("y".into()), answer: None };
    let seen = stuck::Seen {
        whole: sample_whole(hall),
        words,
        answers: true,
        secret: "7Q2M-9XKD".into(),
        bodies: vec![("body_x".into(), Text::both("示范局", "Sample Bureau"))],
    };
    sampler.page("desk-stuck", &stuck::page(shell, Form::default(), seen, &calendar, AT.date()));
    let (steps, step) = sample_steps(hall);
    let shell = sampler.shell("hall-help-title");
    sampler.page("hall-help", &help::page(shell, Form::default(), &steps, &step, "/x"));
}

fn sample_managers(sampler: &mut Sampler, hall: &Hall) {
    let shell = sampler.shell("hall-managed").wide();
    let row = ["x".to_owned(), "y".to_owned(), "/x".to_owned(), "/y".to_owned()];
    sampler.page("halls-managed", &today::ManagedPage { shell, halls: vec![row] });
    let tickets = vec![
        sample_ticket(hall, 1, State::Done),
        sample_ticket(hall, 2, State::Waiting),
        sample_ticket(hall, 3, State::Missed),
        sample_ticket(hall, 4, State::Left),
    ];
    let seen = today::Seen {
        hall: hall.clone(),
        day: AT.date(),
        tickets,
        sittings: vec![sample_sitting(hall, Standing::Open)],
    };
    let shell = sampler.shell("hall-managed").wide();
    sampler.page("hall-today", &today::board(shell, &seen, AT));
    let shell = sampler.shell("hall-arrangements").wide();
    sampler.page("hall-manage", &manage::page_for(shell, Form::default(), hall));
    let mandate = |to, revoked_at| Mandate {
        id: Id::new(AT, [1; 10]),
        version: 1,
        hall: hall.id.clone(),
        staff: Id::new(AT, [1; 10]),
        division: hall.division,
        items: Vec::new(),
        from: Date::constant(2026, 1, 1),
        to,
        revoked_at,
    };
    let name = Text::both("张小燕", "Zhang Xiaoyan");
    let later = Date::constant(2027, 1, 1);
    let mandates = vec![
        (mandate(later, None), name.clone()),
        (mandate(later, Some(AT)), name.clone()),
        (mandate(Date::constant(2026, 2, 1), None), name.clone()),
    ];
    let staff = vec![(Id::new(AT, [1; 10]), name)];
    let seen = help::Seen { hall: hall.clone(), mandates, staff, items: Vec::new() };
    let shell = sampler.shell("hall-helpers").wide();
    sampler.page("at-mandates", &help::mandates_page(shell, Form::default(), &seen, AT.date()));
}
