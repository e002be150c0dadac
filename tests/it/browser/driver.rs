//! Chromium, driven by its own driver: one driver for a story, one browser for each window.

use std::io::{self, BufRead, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use url::{ParseError, Url};

/// What the driver says once it listens; the port follows.
const STARTED: &str = "was started successfully on port ";

/// How long browsers may take to end.
const LAST_WAIT: Duration = Duration::from_secs(5);

/// A running driver. It ends, with all its browsers, when it is dropped.
pub(crate) struct Driver {
    process: Child,
    address: SocketAddr,
    /// Kept open, lest the driver trip over a closed pipe.
    _said: BufReader<ChildStdout>,
    /// The browsers' profiles.
    _folder: TempDir,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Browsers outlive a driver that is killed, so it is asked to end them first.
        let _ = self.ends_its_browsers();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Driver {
    /// Starts it on a free port. Where there is no browser that is said, and answers `None`; in CI it is a failure.
    pub(crate) fn start() -> Option<Self> {
        if let Some(missing) = ["chromium", "chromedriver"].into_iter().find(|program| !is_there(program)) {
            assert!(
                std::env::var("CI").as_deref() != Ok("true"),
                "{missing} is missing; run scripts/browser"
            );
            eprintln!("SKIPPED: {missing} is missing; `make test` or scripts/browser installs it");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let port = port(&mut said);
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Some(Self { process, address, _said: said, _folder: folder })
    }

    /// Answers when they are gone. A story that failed leaves them open.
    fn ends_its_browsers(&self) -> io::Result<()> {
        let mut line = TcpStream::connect(self.address)?;
        line.set_read_timeout(Some(LAST_WAIT))?;
        write!(line, "GET /shutdown HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        io::copy(&mut line, &mut io::sink()).map(drop)
    }

    /// Opens a browser.
    pub(crate) async fn open(&self) -> Result<Client, NewSessionError> {
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities())
            .connect(&format!("http://{}", self.address))
            .await
    }
}

fn is_there(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

fn port(said: &mut impl BufRead) -> u16 {
    let mut lines = said.lines().map(|line| line.unwrap());
    let line = lines.find(|line| line.contains(STARTED)).expect("chromedriver starts");
    let (_, port) = line.split_once(STARTED).unwrap();
    port.trim_end_matches('.').parse().unwrap()
}

fn capabilities() -> Map<String, Value> {
    let arguments = [
        "--headless",
        // Containers run it as root, where its own sandbox does not work.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        // Letters without coloured edges: pictures weigh less.
        "--disable-lcd-text",
        "--lang=en",
    ];
    let wanted = json!({
        "goog:chromeOptions": {"args": arguments},
        "goog:loggingPrefs": {"browser": "ALL"},
    });
    wanted.as_object().unwrap().clone()
}

/// A command that only this driver knows.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// Asks the browser for something in its own protocol, that of its developer tools.
pub(crate) async fn devtools(client: &Client, command: &str, params: Value) -> Result<Value, CmdError> {
    let body = json!({"cmd": command, "params": params});
    client.issue_cmd(Own { path: "goog/cdp/execute", body }).await
}

/// What the console said since it was last asked, at level `SEVERE`: errors, refused loads, broken policies.
pub(crate) async fn severe_words(client: &Client) -> Result<Vec<String>, CmdError> {
    let entries = client.issue_cmd(Own { path: "se/log", body: json!({"type": "browser"}) }).await?;
    let entries = entries.as_array().cloned().unwrap_or_default();
    let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE");
    Ok(severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect())
}
