//! One whole incident, played through the local Slack: declare, roles, severity, reminder, update, resolve, export.

use serde_json::{Value, json};

use super::stage::Stage;
use crate::incident::{Recovery, StageName};
use crate::language::Language;
use crate::say;

/// Where the incident of the script is worked on.
const CHANNEL: &str = "inc-1-checkout-is-down";

/// Plays the script and prints what everybody saw, then the postmortem document.
///
/// # Errors
/// At the first step that fails, or if what it should lead to never appears.
pub(super) async fn play(stage: &mut Stage, language: Language) -> anyhow::Result<()> {
    declare(stage).await?;
    take_roles(stage).await?;
    worsen_and_inform(stage, language).await?;
    recover(stage, language).await?;
    end(stage, language).await
}

async fn declare(stage: &mut Stage) -> anyhow::Result<()> {
    stage.types("alice", "general", "").await?;
    let form = [
        ("title", json!("Checkout is down")),
        ("severity", json!("sev1")),
        ("seen", json!("30 % of card payments fail since about 11:10")),
        ("service", json!("checkout")),
    ];
    stage.sends("alice", &form).await?;
    stage.waits_for("incidents", CHANNEL).await?;
    stage.waits_for(CHANNEL, "INC-1").await
}

async fn take_roles(stage: &mut Stage) -> anyhow::Result<()> {
    let nothing = Value::Null;
    stage.presses("alice", CHANNEL, "take:commander", nothing).await?;
    stage.waits_for(CHANNEL, "@alice").await?;
    stage.presses("alice", CHANNEL, "assign:communications", json!({"selected_user": "U0MINJI001"})).await?;
    stage.waits_for(CHANNEL, "@minji").await?;
    stage.presses("alice", CHANNEL, "assign:triage", json!({"selected_user": "U0BOB00001"})).await?;
    stage.waits_for(CHANNEL, "@bob").await?;
    stage.types("bob", CHANNEL, "role responder database").await
}

async fn worsen_and_inform(stage: &mut Stage, language: Language) -> anyhow::Result<()> {
    stage.types("alice", CHANNEL, "sev sev0 because nobody can pay any more").await?;
    stage.waits_for(CHANNEL, "SEV0").await?;
    println!("\n… fifteen minutes pass on the bot's clock …");
    stage.waits_for(CHANNEL, &say!(language, "reminder-nothing-new")).await?;
    stage.presses("minji", CHANNEL, "update", Value::Null).await?;
    let next_update_at = stage.prefilled("minji", "next-update-at").await?;
    let form = [
        ("what-happened", json!("Customers can't pay by card")),
        ("impact", json!("All card payments; bank transfers work")),
        ("doing", json!("Rolling back the release of 10:50")),
        ("next-update-at", next_update_at),
    ];
    stage.sends("minji", &form).await?;
    stage.waits_for("incidents", "Rolling back").await
}

async fn recover(stage: &mut Stage, language: Language) -> anyhow::Result<()> {
    stage.types("bob", CHANNEL, "note Rollback to 41.3 has started on all hosts").await?;
    stage.presses("alice", CHANNEL, "stage", json!({"selected_option": "monitoring"})).await?;
    stage.waits_for(CHANNEL, &language.stage(StageName::Monitoring)).await?;
    stage.presses("alice", CHANNEL, "resolve", Value::Null).await?;
    let form = [("recovery", json!("rollback")), ("detection", json!("business-metric"))];
    stage.sends("alice", &form).await?;
    stage.waits_for(CHANNEL, &language.recovery(Recovery::Rollback)).await
}

async fn end(stage: &mut Stage, language: Language) -> anyhow::Result<()> {
    stage.presses("alice", CHANNEL, "close", Value::Null).await?;
    stage.waits_for(CHANNEL, &say!(language, "panel-reopen")).await?;
    stage.presses("alice", CHANNEL, "export", Value::Null).await?;
    let document = stage.waits_for_file("INC-1-postmortem.md").await?;
    println!("\n● The postmortem document\n\n{document}");
    Ok(())
}
