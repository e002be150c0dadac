//! The floor: a client that only makes the calls of a declaration, each as soon as what it needs has come back.

use anyhow::Context as _;
use axum::body::Bytes;
use axum::http::{Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use slack_sandbox::{CallRecord, Sandbox};
use tokio::task::JoinSet;

use super::rounds::{CALLS, is_announcement, since};
use crate::figures::Figures;
use crate::stage::Stage;

/// The client.
#[derive(Clone)]
pub(crate) struct Bare {
    http: Client<HttpConnector, Full<Bytes>>,
    api_url: String,
    token: String,
    announcement: Value,
    panel: Value,
    update: Value,
    invite: Value,
    topic: Value,
}

/// When the floor was reached.
pub(crate) struct Floor {
    /// From the start to the arrival of the last announcement.
    pub(crate) announced: Figures,
    /// From the start to the arrival of the last call.
    pub(crate) done: Figures,
}

impl Bare {
    /// A client that says what the service said in `calls`, a declaration's.
    pub(crate) fn new(slack: &Sandbox, calls: &[CallRecord]) -> anyhow::Result<Self> {
        let said = |is_it: &dyn Fn(&CallRecord) -> bool| {
            let call = calls.iter().find(|call| is_it(call)).context("a call is missing")?;
            anyhow::Ok(call.arguments.clone())
        };
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Ok(Self {
            http: Client::builder(TokioExecutor::new()).build(connector),
            api_url: slack.api_url(),
            token: slack.options().app.bot_token.clone(),
            announcement: said(&is_announcement)?,
            panel: said(&|call| call.method == "chat.postMessage" && !is_announcement(call))?,
            update: said(&|call| call.method == "chat.update")?,
            invite: said(&|call| call.method == "conversations.invite")?,
            topic: said(&|call| call.method == "conversations.setTopic")?,
        })
    }

    /// Some rounds of `at_once` declarations, after one that makes the connections.
    pub(crate) async fn rounds(&self, stage: &Stage, at_once: usize, rounds: usize) -> anyhow::Result<Floor> {
        let (mut announced, mut done) = (Vec::new(), Vec::new());
        for round in 0..=rounds {
            stage.clear().await;
            let start = stage.sandbox.clock().now();
            let mut declaring = JoinSet::new();
            for i in 0..at_once {
                let bare = self.clone();
                declaring.spawn(async move { bare.declare(&format!("floor-{round}-{i}")).await });
            }
            declaring.join_all().await.into_iter().collect::<anyhow::Result<()>>()?;
            let calls = stage.sandbox.calls();
            anyhow::ensure!(calls.len() == CALLS * at_once, "not the calls of a declaration");
            if round > 0 {
                let bells = calls.iter().filter(|call| is_announcement(call));
                announced.extend(bells.map(|call| since(start, call.received_at)));
                done.extend(calls.iter().map(|call| since(start, call.received_at)).max());
            }
        }
        Ok(Floor { announced: Figures::of(announced), done: Figures::of(done) })
    }

    async fn declare(self, name: &str) -> anyhow::Result<()> {
        let announcing = tokio::spawn({
            let bare = self.clone();
            async move { bare.call("chat.postMessage", bare.announcement.clone()).await }
        });
        let opened = self.call("conversations.create", json!({"name": name})).await?;
        let channel = &opened["channel"]["id"];
        let panel_and_pin = async {
            let posted = self.call("chat.postMessage", with(&self.panel, "channel", channel)).await?;
            self.call("pins.add", json!({"channel": channel, "timestamp": posted["ts"]})).await
        };
        let update = async {
            let announced = announcing.await??;
            self.call("chat.update", with(&self.update, "ts", &announced["ts"])).await
        };
        tokio::try_join!(
            panel_and_pin,
            update,
            self.call("conversations.invite", with(&self.invite, "channel", channel)),
            self.call("conversations.setTopic", with(&self.topic, "channel", channel)),
        )?;
        Ok(())
    }

    async fn call(&self, method: &str, arguments: Value) -> anyhow::Result<Value> {
        let request = Request::post(format!("{}/{method}", self.api_url))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(Full::new(Bytes::from(arguments.to_string())))?;
        let answer = self.http.request(request).await?.into_body().collect().await?.to_bytes();
        let answer: Value = serde_json::from_slice(&answer)?;
        anyhow::ensure!(answer["ok"] == true, "{method}: {}", answer["error"]);
        Ok(answer)
    }
}

fn with(arguments: &Value, name: &str, value: &Value) -> Value {
    let mut arguments = arguments.clone();
    arguments[name] = value.clone();
    arguments
}
