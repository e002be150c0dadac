//! However much there is: a home keeps Slack's limits, in both languages, and nothing is on no page.

use serde_json::{Value, json};
use slack_sandbox::block_kit;

use super::*;
use crate::incident::{Detection, Number, Recovery, Resolution, Roles, Stage, StageName};
use crate::slack::views::tests::{closed, everywhere, full, mrkdwn, now, user};

/// So many incidents with everything as long as it may be, in all stages, owned by everybody's most afflicted colleague.
fn many(count: usize) -> Vec<Incident> {
    let open = StageName::ALL.iter().filter_map(|stage| Stage::plain(*stage)).collect::<Vec<_>>();
    let numbered = |n: usize| Incident {
        number: Number::new(1_000_000 + i64::try_from(n).unwrap()),
        stage: open[n % open.len()].clone(),
        roles: Roles { commander: None, ..full().roles },
        ..full()
    };
    (0..count).map(numbered).collect()
}

/// All pages, as Slack gets them.
fn pages(count: usize, voice: &Voice<'_>) -> Vec<Value> {
    let (open, ended, user) = (many(count), vec![closed(); 50], user(1));
    let unreadable = vec![Number::new(1_000_000); if count > 0 { 50 } else { 0 }];
    let all = if count > 0 { 100_000 } else { 0 };
    let overview =
        Overview { user: &user, open: &open, unreadable: &unreadable, all, ended: &ended, now: now() };
    let page = |number| {
        let mut view = json!(home(&overview, Page(number), voice));
        view["type"] = json!("home");
        view
    };
    (0..board::pages(&overview)).map(page).collect()
}

#[test]
fn every_page_keeps_slacks_limits() {
    everywhere(|voice| {
        for (count, expected) in [(0, 1), (1, 1), (40, 1), (41, 2), (200, 5), (500, 13)] {
            let pages = pages(count, voice);
            assert_eq!(pages.len(), expected, "of {count}");
            for page in pages {
                let problems = block_kit::check_home(&page);
                assert!(problems.is_empty(), "of {count}: {problems:?}");
                assert!(!block_kit::view_too_large(&page), "of {count}: {}", page.to_string().len());
                assert!(mrkdwn(&page).iter().all(|text| text["verbatim"] == true), "of {count}");
            }
        }
    });
}

#[test]
fn whoever_answers_for_what_is_resolved_is_asked_to_close_it() {
    let alice = user(1);
    let resolution =
        Resolution { resolved_at: now(), recovery: Recovery::Rollback, detection: Detection::Staff };
    let led = |commander: Option<UserId>, declared_by: UserId| Incident {
        declared_by,
        roles: Roles { commander, ..Roles::default() },
        stage: Stage::ReadyForClosure(resolution.clone()),
        ..full()
    };
    for (incident, is_asked) in [
        (led(Some(alice.clone()), user(2)), true),
        (led(None, alice.clone()), true),
        (led(Some(user(2)), alice.clone()), false),
    ] {
        everywhere(|voice| {
            let overview = Overview {
                user: &alice,
                open: std::slice::from_ref(&incident),
                unreadable: &[],
                all: 1,
                ended: &[],
                now: now(),
            };
            let asked = say!(voice.language, "home-to-close");
            let page = json!(home(&overview, Page(0), voice)).to_string();
            assert_eq!(page.contains(&*asked), is_asked, "{page}");
        });
    }
}

#[test]
fn every_incident_is_on_one_page_and_stages_come_in_their_order() {
    everywhere(|voice| {
        let pages = pages(200, voice);
        let blocks = pages.iter().flat_map(|page| page["blocks"].as_array().unwrap());
        let board: Vec<&str> = blocks.filter_map(|block| block["block_id"].as_str()).collect();
        let mut numbers: Vec<&str> = board.iter().filter_map(|id| id.strip_prefix("board:")).collect();
        // Of five stages, a fifth of them is in each: the first has every fifth number.
        assert_eq!(numbers[..3], ["1000000", "1000005", "1000010"]);
        assert_eq!(numbers[40], "1000001");
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 200);
    });
}

#[test]
fn a_page_that_is_not_there_any_more_is_the_last_one() {
    everywhere(|voice| {
        let (open, user) = (many(41), user(9_999));
        let overview =
            Overview { user: &user, open: &open, unreadable: &[], all: 41, ended: &[], now: now() };
        let view = home(&overview, Page(7), voice);
        assert_eq!(view.private_metadata.as_deref(), Some("home:1"));
    });
}

#[test]
fn a_form_bears_the_page_that_it_was_opened_from() {
    for (metadata, page) in [
        ("home:2", Some(Page(2))),
        ("42 1795316400 home:0", Some(Page(0))),
        ("42", None),
        ("", None),
        ("home:2 42", None),
        ("{\"text\": \"home:2\"}", None),
        ("home:-1", None),
    ] {
        assert_eq!(Page::of(metadata), page, "{metadata}");
    }
    assert_eq!(Page::of(&Page(3).borne()), Some(Page(3)));
}
