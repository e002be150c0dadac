//! Stories of incidents, told through a local Slack with a clock that is moved by hand.
//!
//! `world` builds the stage: the sandbox, a database, the service. Each other file tells stories of one kind.

#![expect(clippy::unwrap_used, reason = "a stage that cannot be built ends the story")]

mod archiving;
mod backup;
mod browser;
mod budget;
mod cancelling;
mod chaos;
mod clock_steps;
mod closing;
mod collapse;
mod command_line;
mod commander;
mod copying;
mod corrections;
mod declare;
mod departed;
mod doors;
mod drill;
mod duplicates;
mod duties;
mod early;
mod escalation;
mod export;
mod frozen;
mod full_disk;
mod growth;
mod guards;
mod heads_up;
mod home;
mod hostile;
mod instructions;
mod invitations;
mod keeping;
mod knock;
mod ladder;
mod leaving;
mod logs;
mod merging;
mod milestones;
mod overtaken;
mod own_roles;
mod pacing;
mod people;
mod permissions;
mod private;
mod quiet;
mod recording;
mod refusals;
mod replicas;
mod restart;
mod roles;
mod rolled_back;
mod services;
mod shortcuts;
mod snooze;
mod stage_limits;
mod stakeholders;
mod trouble;
mod unhurried;
mod updates;
mod upgrading;
mod world;
