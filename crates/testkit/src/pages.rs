//! Every sample page of a room, rendered in both languages and every look, and written to
//! `target/pages/{room}` to be looked at. It stands for no journey: it shows that each page can be
//! rendered and has all its texts.

use std::path::PathBuf;

use kernel::{Locale, Text};
use web::{
    House, Sampler, Site, assets,
    prefs::{Prefs, Theme},
};

/// A site with everything a government site must show; made up.
#[must_use]
pub fn site() -> Site {
    Site {
        name: Text::both("\u{901a}\u{529e}", "Tongban"),
        sponsor: Text::both("\u{793a}\u{8303}\u{5e02}\u{4eba}\u{6c11}\u{653f}\u{5e9c}", "Demonstration City"),
        site_code: "4400000001".into(),
        icp: "ICP 00000000".into(),
        police: "44030000000000".into(),
        error_report: "/site/errors".into(),
        phone: "12345".into(),
        division: Text::both("\u{793a}\u{8303}\u{5e02}", "Demonstration City"),
        origin: None,
        demo: true,
    }
}

/// Renders the samples of all `modules` (and of `web` itself) and fails on a page that can't be
/// rendered, has a missing text, or breaks the rules of markup that the security policy makes.
pub fn all(modules: Vec<web::Module>) {
    let samples: Vec<_> = modules.iter().map(|module| (module.name, module.samples)).collect();
    let house = House::of(modules).unwrap();
    let folder = folder();
    for (locale, prefs) in looks() {
        let look = prefs.look();
        for (room, sample) in samples.iter().copied().chain([("web", web::samples::own as fn(&mut Sampler))]) {
            let mut sampler = Sampler::new(house.texts.clone(), locale, prefs.clone(), site());
            sample(&mut sampler);
            assert!(sampler.failed.is_empty(), "{room}: {:?}", sampler.failed);
            for (name, html) in &sampler.pages {
                judge(room, name, html);
                let path = folder.join(room).join(format!("{name}.{}.{look}.html", locale.tag()));
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, standing_alone(html)).unwrap();
            }
        }
    }
    let missing = house.texts.missing();
    assert!(missing.is_empty(), "missing texts: {missing:#?}");
}

fn looks() -> Vec<(Locale, Prefs)> {
    let mut out = Vec::new();
    for locale in Locale::ALL {
        for (theme, large) in [(Theme::Auto, false), (Theme::Dark, false), (Theme::Auto, true)] {
            out.push((locale, Prefs { theme, large, division: None }));
        }
    }
    out
}

/// Nothing inline: the security policy would refuse it in silence.
fn judge(room: &str, name: &str, html: &str) {
    for bad in [" style=\"", " onclick=", "<style", "<script>", "javascript:", "[[", "{{", "href=\"\"", "id=\"\""] {
        assert!(!html.contains(bad), "{room}/{name}: `{bad}` in the page");
    }
    assert_eq!(html.matches("<h1").count(), 1, "{room}/{name}: one h1");
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{room}/{name}: an id twice");
    assert!(html.len() < 60 * 1024, "{room}/{name}: {} bytes", html.len());
}

/// With the assets' files beside it, so that a browser shows it from the folder.
fn standing_alone(html: &str) -> String {
    let folder = folder();
    std::fs::create_dir_all(&folder).unwrap();
    let mut html = html.to_owned();
    for name in ["tongban.css", "tongban.js", "seal.svg"] {
        std::fs::write(folder.join(name), assets::content(name).unwrap()).unwrap();
        html = html.replace(&assets::href(name), &format!("../{name}"));
    }
    html
}

/// `target/pages` of the workspace.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/pages")
}
