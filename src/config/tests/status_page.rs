//! Where the organisation's status page is, and which severities offer it.

use insta::assert_snapshot;

use super::{load, told};

/// A ladder of two rungs with this in the first.
fn ladder(of_first: &str) -> String {
    format!(
        "[[severity]]\nkey = 'sev1'\nevery = '1h'\n{of_first}\n[[severity]]\nkey = 'sev2'\nevery = '2h'\n"
    )
}

#[test]
fn a_severity_offers_the_status_page_where_it_says_so() {
    for (written, offers) in [("status_page = true", true), ("status_page = false", false), ("", false)] {
        let config = load(&ladder(written), &[]).unwrap();
        let rungs: Vec<_> = config.ladder.rungs().iter().map(|rung| rung.status_page).collect();
        assert_eq!(rungs, [offers, false], "{written}");
        assert_eq!(config.status_page, None, "offered where there is none, it does nothing");
    }
}

#[test]
fn the_address_of_the_status_page_is_one_that_everybody_can_open() {
    for good in [
        "https://status.example.com",
        "http://status.internal:8080/",
        "https://example.com/status?team=pay&lang=ko",
        "https://\u{c0c1}\u{d0dc}.example.com",
    ] {
        let config = load(&format!("[status_page]\nurl = '{good}'"), &[]).unwrap();
        assert_eq!(config.policy().status_page.as_deref(), Some(good));
    }
    assert_eq!(load("[status_page]\nurl = ''", &[]).unwrap().status_page, None);
    let long = format!("https://status.example.com/{}", "x".repeat(274));
    for bad in [
        "status.example.com",
        "https:status.example.com",
        "ftp://status.example.com",
        "https://",
        "https://bell:hidden@status.example.com",
        "https://status.example.com/a b",
        "https://status.example.com/|here",
        "https://status.example.com/<!channel>",
        &long,
    ] {
        let told = told(&format!("[status_page]\nurl = '{bad}'"), &[]);
        assert_eq!(
            told,
            "firebell.toml:2:7: status_page.url: must be an http or https address of at most 300 characters, without a user, as in 'https://status.example.com'",
            "{bad}"
        );
    }
}

#[test]
fn what_is_wrong_with_the_status_page_is_said_with_the_mend() {
    let file = format!("status_page = 'https://status.example.com'\n{}", ladder("status_page = 'yes'"));
    assert_snapshot!(told(&file, &[]), @"
    firebell.toml:1:1: status_page: must be written as [status_page], with its settings on the lines below
    firebell.toml:5:15: severity[0].status_page: wants true or false, not a text
    ");
    assert_snapshot!(told("[status_page]\nlink = 'https://status.example.com'", &[]), @"firebell.toml:2:1: status_page.link: there is no such setting");
    assert_snapshot!(told("[status_page]\nurl = true", &[]), @"firebell.toml:2:7: status_page.url: wants a text in quotes, not true or false");
}
