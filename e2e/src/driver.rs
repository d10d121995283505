//! The chromedriver process of one browser, and the few of its commands that the WebDriver client
//! doesn't know: the DevTools protocol, computed names, the console.

use crate::Fault;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use url::{ParseError, Url};

pub struct Driver {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
    /// The browser, once there is one.
    pub browser: Option<u64>,
}

impl Driver {
    /// Starts chromedriver on a free port. `CHROMEDRIVER` names another program.
    pub fn start() -> Result<Self, Fault> {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut child = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Fault::new(format!("{program} can't be started ({error}): install chromium-driver")))?;
        let output = child.stdout.take();
        let mut driver = Self { child, address: String::new(), browser: None };
        let mut said = String::new();
        let mut lines = BufReader::new(output.ok_or_else(|| Fault::new("chromedriver has no output"))?).lines();
        while let Some(Ok(line)) = lines.next() {
            // ChromeDriver was started successfully on port 41234.
            let Some((_, port)) = line.split_once("started successfully on port ") else {
                said.push_str(&format!("\n{line}"));
                continue;
            };
            driver.address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
            // Its later lines are read and dropped, so that it never waits for us.
            std::thread::spawn(move || lines.for_each(drop));
            return Ok(driver);
        }
        Err(Fault::new(format!("chromedriver ended before it listened:{said}")))
    }
}

impl Drop for Driver {
    /// The browser has been closed by then, unless it hangs: it is ended in any case.
    fn drop(&mut self) {
        if let Some(browser) = self.browser {
            let _ = Command::new("kill").arg(browser.to_string()).stderr(Stdio::null()).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command of the session, as `GET element/ID/computedlabel`.
#[derive(Debug)]
pub struct Extra {
    pub method: Method,
    pub path: String,
    pub body: Option<Value>,
}

impl Extra {
    pub fn get(path: String) -> Self {
        Self { method: Method::GET, path, body: None }
    }

    pub fn post(path: &str, body: Value) -> Self {
        Self { method: Method::POST, path: path.to_owned(), body: Some(body) }
    }
}

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), self.body.as_ref().map(Value::to_string))
    }
}
