//! Plays fifty people against real Firebell processes while everything around them fails, and compares three accounts of what
//! happened: what people were told, what the database holds, what stands in the workspace.
//!
//! Reading order: `plan` makes everything that will happen from a seed (`act` is what people do, `fault` what goes wrong);
//! `stage` is the local Slack and the settings; `site` holds the processes (`process`, `balancer`) and what is done to them;
//! `people` act on what they see (`eyes`) and remember what they were `told` (`answer`); `database` is read beside Firebell; `compare`, pure, holds the accounts
//! against each other; `play` goes through all of it, and `report` is what is printed.

pub mod act;
mod answer;
pub mod balancer;
pub mod compare;
pub mod database;
pub mod deed;
pub mod dice;
mod eyes;
pub mod fault;
pub mod people;
pub mod plan;
pub mod play;
pub mod process;
pub mod report;
pub mod site;
pub mod stage;
pub mod told;

pub use fault::Engine;
pub use plan::Plan;
pub use play::play;
pub use report::Report;
