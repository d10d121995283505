//! One browser with an empty profile, in one setting, before one server: how it is opened, sent
//! somewhere, and how it waits. What a reader does on a page is in `page`.

use crate::driver::{Driver, Extra};
use crate::{Done, Fault, Setting, screen};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long a step waits for what it looks for.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);
/// How often a browser is started: chromedriver takes one free port for both families of addresses,
/// and ends where another process holds the second.
const STARTS: usize = 4;

pub struct Browser {
    pub(crate) client: Client,
    runtime: Runtime,
    pub(crate) setting: Setting,
    /// `http://127.0.0.1:PORT` of the server.
    origin: String,
    /// The journey's name: pictures carry it.
    pub(crate) journey: String,
    /// Ended after the session, in this order.
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Opens a browser before the server at `origin`. `journey` names its pictures.
    pub fn open(origin: &str, setting: Setting, journey: &str) -> Result<Self, Fault> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let profile = tempfile::tempdir()?;
        let mut begun = begin(&runtime, &setting, profile.path());
        for _ in 1..STARTS {
            if begun.is_ok() {
                break;
            }
            begun = begin(&runtime, &setting, profile.path());
        }
        let (mut driver, client) = begun?;
        driver.browser = client.capabilities().and_then(|found| found.get("goog:processID")?.as_u64());
        let (origin, journey) = (origin.to_owned(), journey.to_owned());
        Ok(Self { client, runtime, setting, origin, journey, _driver: driver, _profile: profile })
    }

    /// Goes to `path`, as typed into the address bar.
    pub fn visit(&self, path: &str) -> Done {
        self.block_on(self.client.goto(&format!("{}{path}", self.origin)))
    }

    /// The address shown, without scheme and host.
    pub fn path(&self) -> Result<String, Fault> {
        let url = self.block_on(self.client.current_url())?.to_string();
        Ok(url.strip_prefix(&self.origin).unwrap_or(&url).to_owned())
    }

    /// Goes back, as with the browser's button.
    pub fn back(&self) -> Done {
        self.block_on(self.client.back())
    }

    pub fn reload(&self) -> Done {
        self.block_on(self.client.refresh())
    }

    /// Forgets every cookie, as when the session has ended.
    pub fn forget_cookies(&self) -> Done {
        self.block_on(self.client.delete_all_cookies())
    }

    /// Runs a script in the page; for what can't be seen otherwise, not for doing things.
    pub fn ask(&self, script: &str) -> Result<Value, Fault> {
        self.block_on(self.client.execute(script, Vec::new()))
    }

    /// A command of chromedriver that the client doesn't know; its value.
    pub(crate) fn extra(&self, command: Extra) -> Result<Value, Fault> {
        self.block_on(self.client.issue_cmd(command))
    }

    pub(crate) fn block_on<T>(&self, future: impl Future<Output = Result<T, CmdError>>) -> Result<T, Fault> {
        Ok(self.runtime.block_on(future)?)
    }

    /// Acts on the first element of the first XPath that finds any; waits for it. `what` is for the
    /// fault. What goes stale under the act is looked for again: the page was on its way out.
    pub(crate) fn at<T>(
        &self,
        what: &str,
        paths: &[String],
        act: impl Fn(&Element) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let done = self.wait(|| {
            for path in paths {
                if let Some(found) = self.block_on(self.client.find_all(Locator::XPath(path)))?.first() {
                    return match act(found) {
                        Err(fault) if !fault.is_stale() => Ok(Some(Err(fault))),
                        other => other.map(|done| Some(Ok(done))),
                    };
                }
            }
            Ok(None)
        });
        match done {
            Ok(Some(answer)) => answer.map_err(|fault| self.fault(&format!("{what}: {fault}"))),
            Ok(None) => Err(self.fault(&format!("there is no {what}"))),
            Err(fault) => Err(self.fault(&format!("{what}: {fault}"))),
        }
    }

    /// Asks again until there is an answer; `None` when patience ends. While a page changes under
    /// the question, the browser's refusal counts as no answer.
    pub(crate) fn wait<T>(&self, mut ask: impl FnMut() -> Result<Option<T>, Fault>) -> Result<Option<T>, Fault> {
        let tries = PATIENCE.as_millis() / PAUSE.as_millis();
        let mut last = Ok(None);
        for _ in 0..tries {
            last = ask();
            if let Ok(Some(answer)) = last {
                return Ok(Some(answer));
            }
            std::thread::sleep(PAUSE);
        }
        last
    }

    /// A fault that tells where the browser is and what stands there, with a picture.
    pub(crate) fn fault(&self, text: &str) -> Fault {
        let path = self.path().unwrap_or_default();
        let page: String = self.text().unwrap_or_default().chars().take(600).collect();
        let picture = screen::fault(self).unwrap_or_default();
        Fault::new(format!(
            "{} ({}): {text}\nat {path}\npicture {picture}\n---\n{page}\n---",
            self.journey,
            self.setting.name()
        ))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let client = self.client.clone();
        let close = async { tokio::time::timeout(PATIENCE, client.close()).await };
        let _ = self.runtime.block_on(close);
    }
}

/// A driver and a session with the profile at `profile`.
fn begin(runtime: &Runtime, setting: &Setting, profile: &Path) -> Result<(Driver, Client), Fault> {
    let driver = Driver::start()?;
    let capabilities = setting.capabilities(profile);
    let capabilities: Map<String, Value> = capabilities.as_object().cloned().unwrap_or_default();
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let client = runtime.block_on(builder.capabilities(capabilities).connect(&driver.address));
    let client = client.map_err(|error| Fault::new(format!("chromium can't be started: {error}")))?;
    Ok((driver, client))
}
