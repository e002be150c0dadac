//! One person's window: what they do with it, and what they see.
//!
//! Things are named as people name them, by the words that stand on them. Every verb waits until it can be done, and
//! gives up with a picture of the page in words.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::Client;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::driver::{devtools, severe_words};

const EYES: &str = include_str!("eyes.js");
/// Under this key scripts hand out elements. (The standard, "Elements".)
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long people wait for anything.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often they look meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// How large a window is, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    width: u32,
    height: u32,
    is_phone: bool,
}

impl Size {
    pub(crate) const DESKTOP: Self = Self { width: 1280, height: 800, is_phone: false };
    pub(crate) const PHONE: Self = Self { width: 360, height: 740, is_phone: true };
}

/// A window, with a browser of its own.
pub(crate) struct Window {
    person: String,
    workspace: String,
    client: Client,
}

impl Window {
    /// The window of somebody in the workspace at `workspace`, an address without a path.
    pub(crate) async fn open(client: Client, workspace: &str, person: &str, size: Size) -> Self {
        let window = Self { person: person.to_owned(), workspace: workspace.to_owned(), client };
        let Size { width, height, is_phone } = size;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone});
        window.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        window
    }

    /// Goes to a place by its address: a channel, `home`, with what stands beside it.
    pub(crate) async fn goes_to(&self, place: &str) {
        let address = format!("{}/as/{}/{place}", self.workspace, self.person);
        self.client.goto(&address).await.unwrap();
    }

    /// Opens any address of the workspace.
    pub(crate) async fn opens(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.workspace)).await.unwrap();
    }

    pub(crate) async fn reloads(&self) {
        self.client.refresh().await.unwrap();
    }

    // ---- doing -------------------------------------------------------------------------------------------------

    /// Presses the newest thing of that name: a button, a link, an option.
    pub(crate) async fn presses(&self, name: &str) {
        self.clicks("pressable", name).await;
    }

    /// Becomes somebody, on the page that lists everybody.
    pub(crate) async fn becomes(&self, name: &str) {
        self.opens("/").await;
        self.clicks("person", name).await;
    }

    /// Enters a conversation from the list on the left.
    pub(crate) async fn enters(&self, channel: &str) {
        self.clicks("channel", channel).await;
        self.until(&format!("come into '{channel}'"), async || {
            self.asks("place", "").await.as_str()?.contains(channel).then_some(())
        })
        .await;
    }

    /// A press of the mouse on what the eyes find.
    async fn clicks(&self, question: &str, words: &str) {
        self.until(&format!("press the {question} '{words}'"), async || {
            let found = self.finds(question, words).await?;
            found.click().await.ok()
        })
        .await;
    }

    /// Begins to press something with the mouse. Answers where.
    pub(crate) async fn holds(&self, name: &str) -> (f64, f64) {
        let place = self
            .until(&format!("hold '{name}'"), async || {
                let (x, y, width, height) = self.finds("pressable", name).await?.rectangle().await.ok()?;
                Some((x + width / 2.0, y + height / 2.0))
            })
            .await;
        self.points("mousePressed", place).await;
        place
    }

    /// Ends a press where the mouse is.
    pub(crate) async fn lets_go(&self, place: (f64, f64)) {
        self.points("mouseReleased", place).await;
    }

    /// Takes the mouse out of the way.
    pub(crate) async fn rests(&self) {
        self.points("mouseMoved", (1.0, 1.0)).await;
    }

    async fn points(&self, event: &str, (x, y): (f64, f64)) {
        let event = json!({"type": event, "x": x, "y": y, "button": "left", "clickCount": 1});
        self.devtools("Input.dispatchMouseEvent", event).await;
    }

    /// Types, key by key, into whatever has the focus.
    pub(crate) async fn types(&self, text: &str) {
        let strokes = text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.strikes(strokes).await;
    }

    /// Presses one key.
    pub(crate) async fn hits(&self, key: Key) {
        self.types(&char::from(key).to_string()).await;
    }

    /// Presses one key while another is held.
    pub(crate) async fn hits_with(&self, held: Key, key: char) {
        let (held, value) = (char::from(held), key);
        let strokes = [KeyAction::Down { value: held }, KeyAction::Down { value }, KeyAction::Up { value }];
        self.strikes(strokes.into_iter().chain([KeyAction::Up { value: held }])).await;
    }

    async fn strikes(&self, strokes: impl IntoIterator<Item = KeyAction>) {
        let keyboard = KeyActions::new("keyboard".to_owned());
        let keyboard = strokes.into_iter().fold(keyboard, KeyActions::then);
        self.client.perform_actions(keyboard).await.unwrap();
    }

    /// Hits a key until something with that in its name has the focus.
    pub(crate) async fn hits_until_at(&self, key: Key, name: &str) {
        let mut passed = Vec::new();
        while passed.len() < 100 {
            self.hits(key).await;
            let focus = self.focus().await;
            if focus.contains(name) {
                return;
            }
            passed.push(focus);
        }
        panic!("{} never comes to '{name}'; passed {passed:?}", self.person);
    }

    /// Goes into a field, by a press, and types.
    pub(crate) async fn fills(&self, label: &str, text: &str) {
        self.clicks("field", label).await;
        self.types(text).await;
    }

    /// Goes into a field and pastes over what stands there.
    pub(crate) async fn replaces(&self, label: &str, text: &str) {
        self.clicks("field", label).await;
        self.hits_with(Key::Control, 'a').await;
        self.devtools("Input.insertText", json!({"text": text})).await;
    }

    /// Chooses from a menu with that label.
    pub(crate) async fn chooses(&self, label: &str, option: &str) {
        self.clicks("field", label).await;
        self.presses(option).await;
    }

    /// Scrolls to where the newest message stands.
    pub(crate) async fn comes_to_the_end(&self) {
        self.asks("scrollToEnd", "").await;
    }

    /// Writes into the conversation and sends it.
    pub(crate) async fn says(&self, place: &str, text: &str) {
        self.fills(&format!("Message {place}"), text).await;
        self.hits(Key::Enter).await;
    }

    // ---- seeing ------------------------------------------------------------------------------------------------

    /// These words stand somewhere, or soon will.
    pub(crate) async fn sees(&self, words: &str) {
        self.until(&format!("see '{words}'"), async || {
            self.asks("sees", words).await.as_bool()?.then_some(())
        })
        .await;
    }

    /// The newest message with these words reads, or soon will read, so; answers it.
    pub(crate) async fn reads(&self, words: &str, also: &str) -> String {
        self.until(&format!("read '{also}' in the message with '{words}'"), async || {
            let text = self.asks("message", words).await.as_str()?.to_owned();
            text.contains(also).then_some(text)
        })
        .await
    }

    /// What a field holds.
    pub(crate) async fn value_of(&self, label: &str) -> String {
        self.asks("value", label).await.as_str().unwrap_or_default().to_owned()
    }

    /// A field holds that, or soon will.
    pub(crate) async fn sees_in(&self, label: &str, value: &str) {
        self.until(&format!("see '{value}' in '{label}'"), async || {
            (self.value_of(label).await == value).then_some(())
        })
        .await;
    }

    /// Those words stand under a field, or soon will.
    pub(crate) async fn sees_under(&self, label: &str, words: &str) {
        self.until(&format!("see '{words}' under '{label}'"), async || {
            self.asks("error", label).await.as_str()?.contains(words).then_some(())
        })
        .await;
    }

    /// What stands under a field that was not taken.
    pub(crate) async fn error_under(&self, label: &str) -> String {
        self.asks("error", label).await.as_str().unwrap_or_default().to_owned()
    }

    /// The name of what has the focus.
    pub(crate) async fn focus(&self) -> String {
        self.asks("focus", "").await.as_str().unwrap_or_default().to_owned()
    }

    /// A modal is open, or soon will be.
    pub(crate) async fn has_a_modal(&self) {
        self.until("get a modal", async || self.asks("isModal", "").await.as_bool()?.then_some(())).await;
    }

    /// No modal is open any more, or soon none will be.
    pub(crate) async fn has_no_modal(&self) {
        self.until("get rid of the modal", async || {
            (!self.asks("isModal", "").await.as_bool()?).then_some(())
        })
        .await;
    }

    /// Waits until a question about the page has that answer.
    pub(crate) async fn answers(&self, question: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        self.until(&format!("get {expected} for '{question}'"), async || {
            (self.asks(question, "").await == expected).then_some(())
        })
        .await;
    }

    /// Asks one of the questions of `eyes.js`.
    pub(crate) async fn asks(&self, question: &str, words: &str) -> Value {
        self.client.execute(EYES, vec![json!(question), json!(words)]).await.unwrap()
    }

    async fn finds(&self, question: &str, words: &str) -> Option<Element> {
        let found = self.client.execute(EYES, vec![json!(question), json!(words)]).await.ok()?;
        let id = found.get(ELEMENT_KEY)?.as_str()?.to_owned();
        Some(Element::from_element_id(self.client.clone(), id.into()))
    }

    /// Tries until it works; a page that is drawn anew meanwhile is no trouble.
    pub(crate) async fn until<T>(&self, what: &str, mut attempt: impl AsyncFnMut() -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(done) = attempt().await {
                return done;
            }
            if Instant::now() > deadline {
                self.gives_up(what).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn gives_up(&self, what: &str) -> ! {
        let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.png", self.person));
        std::fs::write(&picture, self.picture().await).unwrap();
        let page = self.asks("page", "").await;
        panic!("{} could not {what}; see {}, where stands:\n{page}", self.person, picture.display());
    }

    // ---- the browser itself ------------------------------------------------------------------------------------

    /// Asks the browser in its own protocol.
    pub(crate) async fn devtools(&self, command: &str, params: Value) -> Value {
        devtools(&self.client, command, params).await.unwrap()
    }

    /// Runs a script that calls back.
    pub(crate) async fn runs(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// The policy the page came with.
    pub(crate) async fn policy(&self) -> String {
        let script = "const done = arguments[0];
            fetch(location.href).then((answer) => done(answer.headers.get('content-security-policy')));";
        self.runs(script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The address without its host.
    pub(crate) async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Wants pages to be `light` or `dark`.
    pub(crate) async fn prefers(&self, theme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": theme}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// Where this browser puts what is downloaded.
    pub(crate) async fn downloads_into(&self, folder: &Path) {
        let behavior = json!({"behavior": "allow", "downloadPath": folder});
        self.devtools("Browser.setDownloadBehavior", behavior).await;
    }

    /// A downloaded text with that ending, once it is there.
    pub(crate) async fn waits_for_file(&self, folder: &Path, ending: &str) -> String {
        self.until("download a file", async || {
            let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let found = paths.into_iter().find(|path| path.extension().is_some_and(|own| own == ending))?;
            std::fs::read_to_string(found).ok()
        })
        .await
    }

    /// A picture of the window, as PNG.
    pub(crate) async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// What the console complained about since it was last asked.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        severe_words(&self.client).await.unwrap()
    }

    /// Closes the window. The console had nothing to complain about.
    pub(crate) async fn close(self) {
        let complaints = self.complaints().await;
        assert!(complaints.is_empty(), "{}'s console says:\n{}", self.person, complaints.join("\n"));
        self.client.close().await.unwrap();
    }
}
