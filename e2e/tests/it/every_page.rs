//! Every page of `pages.txt` in both languages, on a telephone and a desktop, once in the dark:
//! no accessibility rule broken, nothing wider than the screen, a quiet console, no text missing,
//! and a picture of each under `target/screens/every-page`. All faults are told at once.

use e2e::{Browser, Done, Fault, Server, Setting, root};
use std::collections::{BTreeMap, BTreeSet};

const SIGN_IN: &str = "/sign-in";

/// A line of `pages.txt`.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    /// An address, and how the links begin that lead on from there.
    path: String,
    role: String,
}

#[test]
fn every_page_can_be_read_by_everyone() -> Done {
    let pages = pages(&std::fs::read_to_string(root().join("e2e/pages.txt"))?)?;
    let roles = roles(&std::fs::read_to_string(root().join("e2e/roles.txt"))?)?;
    if pages.is_empty() {
        return Ok(());
    }
    let server = Server::demo()?;
    let base = Setting::default();
    let settings = [base, base.phone(), base.english().dark(), base.english().phone()];
    // Two at a time: as many as a small machine has cores.
    let mut faults = Vec::new();
    for pair in settings.chunks(2) {
        faults.extend(std::thread::scope(|scope| {
            let all = pair.iter().map(|setting| scope.spawn(|| walk(&server, *setting, &pages, &roles)));
            let all: Vec<_> = all.collect();
            all.into_iter().flat_map(|one| one.join().unwrap()).collect::<Vec<_>>()
        }));
    }
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n\n"))) }
}

/// What is wrong with the pages in one setting.
fn walk(server: &Server, setting: Setting, pages: &[Page], roles: &BTreeMap<String, (String, String)>) -> Vec<String> {
    let mut faults = Vec::new();
    for role in pages.iter().map(|page| page.role.as_str()).collect::<BTreeSet<_>>() {
        match signed_in(server, setting, role, roles) {
            Ok(browser) => {
                faults.extend(pages.iter().filter(|page| page.role == role).flat_map(|page| look(&browser, page)));
            }
            Err(fault) => faults.push(fault.to_string()),
        }
    }
    faults
}

/// A browser in which somebody of this role has signed in; `-` is nobody.
fn signed_in(
    server: &Server,
    setting: Setting,
    role: &str,
    roles: &BTreeMap<String, (String, String)>,
) -> Result<Browser, Fault> {
    let browser = Browser::open(&server.origin, setting, "every page")?;
    if role != "-" {
        let unknown = || Fault::new(format!("pages.txt: the role `{role}` isn't in roles.txt"));
        let (name, password) = roles.get(role).ok_or_else(unknown)?;
        browser.sign_in(SIGN_IN, name, password)?;
    }
    Ok(browser)
}

/// What is wrong with a page.
fn look(browser: &Browser, page: &Page) -> Vec<String> {
    let mut way = page.path.split('>');
    let mut path = way.next().unwrap_or_default().to_owned();
    let mut reached = browser.visit(&path);
    for begins in way {
        let next = reached.and_then(|()| browser.link_to(begins));
        reached = next.and_then(|next| {
            path = next;
            browser.visit(&path)
        });
    }
    if let Err(fault) = reached {
        return vec![format!("{} as {}: {fault}", page.path, page.role)];
    }
    let checks = [
        browser.expect_path(&path),
        browser.expect_no_text("[["),
        browser.expect_no_sideways(),
        browser.expect_quiet_console(),
        browser.axe(),
        browser.picture(&format!("{}-{}", page.role, page.path)).map(drop),
    ];
    checks.into_iter().filter_map(Result::err).map(|fault| fault.to_string()).collect()
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| !words.is_empty())
}

fn pages(text: &str) -> Result<Vec<Page>, Fault> {
    let page = |words: Vec<&str>| match words.as_slice() {
        [path, role] if path.starts_with('/') => Ok(Page { path: (*path).to_owned(), role: (*role).to_owned() }),
        _ => Err(Fault::new(format!("pages.txt: a line is `PATH ROLE`, not {words:?}"))),
    };
    lines(text).map(page).collect()
}

fn roles(text: &str) -> Result<BTreeMap<String, (String, String)>, Fault> {
    let role = |words: Vec<&str>| match words.as_slice() {
        [role, name, password] => Ok(((*role).to_owned(), ((*name).to_owned(), (*password).to_owned()))),
        _ => Err(Fault::new(format!("roles.txt: a line is `ROLE NAME PASSWORD`, not {words:?}"))),
    };
    lines(text).map(role).collect()
}

#[test]
fn the_lists_are_read_strictly() {
    assert_eq!(pages("# x\n\n/a citizen\n").unwrap(), [Page { path: "/a".into(), role: "citizen".into() }]);
    assert_eq!(pages("/a>/b/ -").unwrap(), [Page { path: "/a>/b/".into(), role: "-".into() }]);
    assert!(pages("a citizen").is_err() && pages("/a").is_err());
    assert_eq!(roles("citizen wang 1").unwrap().len(), 1);
    assert!(roles("citizen wang").is_err());
}
