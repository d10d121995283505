//! `tongban serve` and `tongban demo`: opens the store, joins the rooms, and answers until it is
//! told to stop.

use std::{net::SocketAddr, path::Path, sync::Arc};

use kernel::{DivisionCode, Locale, Text};
use store::Store;
use web::{AppConfig, Limits, Needs, Site};

use crate::{
    cli, config, data, demo, demo_hall, fill,
    finder::Finder,
    machine::DemoClock,
    metrics,
    outcome::{Failure, Outcome, progress},
    rooms::{self, Kind},
};

/// The file that marks a store as a demo's.
pub const DEMO_MARK: &str = "this-is-a-demo";

pub fn serve(command: &cli::Serve) -> Result<Outcome, Failure> {
    let file = config::read(command.place.config.as_deref())?;
    let folder = &command.place.data;
    let is_demo = folder.join(DEMO_MARK).exists();
    if is_demo && !command.demo_store {
        return Err(Failure::new(
            "serve-demo-store",
            format!("{} was made by a demo; say --demo-store if you mean it", folder.display()),
        ));
    }
    let listen = command.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let home = file.site.division.as_deref().and_then(|code| code.parse().ok());
    let kind =
        Kind { demo: is_demo, smtp: file.smtp.clone(), home, site: file.site.origin.clone().unwrap_or_default() };
    let opened = Opened::open(folder, &file, None, &kind)?;
    fill::base(&opened.store, &opened.made.directory)?;
    opened.answer(listen, site(&file, is_demo)?, &file)
}

pub fn demo(command: &cli::Demo) -> Result<Outcome, Failure> {
    let file = config::read(command.config.as_deref())?;
    let mark = command.data.join(DEMO_MARK);
    if command.data.join("tongban.db").exists() && !mark.exists() {
        return Err(Failure::new(
            "demo-real-store",
            format!("{} holds a store that no demo made", command.data.display()),
        ));
    }
    std::fs::create_dir_all(&command.data)
        .and_then(|()| std::fs::write(&mark, "Everything in this folder is made up.\n"))
        .map_err(|error| Failure::new("store-folder", format!("{}: {error}", command.data.display())))?;
    let clock = Arc::new(DemoClock::default());
    let opened = Opened::open(
        &command.data,
        &file,
        Some(clock.clone()),
        &Kind { demo: true, home: "440117".parse().ok(), ..Kind::default() },
    )?;
    fill::base(&opened.store, &opened.made.directory)?;
    fill::demo(&opened.store, &opened.made.types, &opened.made.house.texts)?;
    if command.cases > 0 {
        demo::live(&opened.store, &opened.made, &clock, command.cases)?;
    }
    demo_hall::live(&opened.store, &opened.made, &clock)?;
    if command.no_serve {
        opened.store.close();
        return Ok(Outcome::Holds);
    }
    demo::print_sign_ins()?;
    opened.answer(command.listen, site(&file, true)?, &file)
}

/// A store with its rooms.
pub struct Opened {
    pub store: Store,
    pub made: rooms::Made,
    finder: Finder,
    /// The division served when a reader chose none.
    home: Option<DivisionCode>,
}

impl Opened {
    pub fn open(
        folder: &Path,
        file: &config::File,
        clock: Option<Arc<DemoClock>>,
        kind: &Kind,
    ) -> Result<Self, Failure> {
        let mut settings = config::store(folder, file);
        if let Some(clock) = clock {
            settings.clock = clock;
        }
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::new("store-folder", format!("{}: {error}", folder.display())))?;
        let finder = Finder::open(Some(&rooms::index_dir(folder)))?;
        let made = rooms::join(kind, Some(finder.clone()))?;
        let store = Store::open(settings, made.house.rooms())?;
        made.directory.load(&store)?;
        Ok(Self { store, made, finder, home: kind.home })
    }

    fn answer(self, listen: SocketAddr, mut site: Site, file: &config::File) -> Result<Outcome, Failure> {
        let store = self.store.clone();
        if let Some(home) = self.home {
            let division = store.read(|read| directory::divisions::get(read, &home))?;
            site.division = division.map(|division| division.name).unwrap_or_default();
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind(listen))
            .map_err(|error| Failure::new("serve-port", format!("{listen}: {error}")))?;
        let at = listener.local_addr()?;
        if site.demo && site.origin.is_none() && !at.ip().is_unspecified() {
            // What is printed leads back to where the demo stands.
            site.origin = Some(format!("http://{at}"));
        }
        store.start()?;
        self.finder.follow(&store)?;
        self.finder.index.warm();
        self.finder.clone().start(store.clone())?;
        let router = self.router(site, file.behind_proxy);
        let counting = file.metrics.map(|at| Ok::<_, Failure>((at, metrics::start()?))).transpose()?;
        let served = runtime.block_on(async {
            if let Some((at, handle)) = counting {
                metrics::answer(at, handle, store.clone()).await?;
            }
            progress(&format!("listening on http://{at}"));
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
                .with_graceful_shutdown(told_to_stop())
                .await
                .map_err(Failure::from)
        });
        runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        store.close();
        served.map(|()| Outcome::Holds)
    }

    /// What answers requests.
    pub fn router(self, site: Site, behind_proxy: bool) -> axum::Router {
        let Self { store, made, .. } = self;
        let identity = made.identity.clone();
        let places = store.clone();
        let config = AppConfig {
            store: store.clone(),
            site,
            needs: Needs {
                note_use: Arc::new(identity::note_use),
                authenticate: Arc::new(move |headers, store, now| identity.authenticate(headers, store, now)),
                place_name: Arc::new(move |code, locale| place_name(&places, code, locale)),
            },
            slots: rooms::slots(),
            limits: Limits { behind_proxy, ..Limits::default() },
        };
        made.house.open(config).1
    }
}

/// Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

fn place_name(store: &Store, code: &str, locale: Locale) -> Option<String> {
    let code = code.parse().ok()?;
    let division = store.read(|read| directory::divisions::get(read, &code)).ok().flatten()?;
    Some(division.name.get(locale).to_owned())
}

/// The site's own facts: those of the configuration, in a demo those that were made up.
pub fn site(file: &config::File, demo: bool) -> Result<Site, Failure> {
    let named = !file.site.name.zh.is_empty();
    let site = if demo && !named {
        toml::from_str(data::SITE).map_err(|error| Failure::new("config", error))?
    } else {
        file.site.clone()
    };
    let name = if site.name.zh.is_empty() { Text::zh("Tongban") } else { site.name };
    Ok(Site {
        name,
        sponsor: site.sponsor,
        site_code: site.site_code,
        icp: site.icp,
        police: site.police,
        error_report: site.error_report,
        phone: site.phone,
        division: Text::default(),
        origin: file.site.origin.clone(),
        demo,
    })
}
