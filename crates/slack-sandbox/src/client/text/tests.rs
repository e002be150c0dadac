//! Texts as people of the built-in seed see them.

use chrono::{DateTime, TimeDelta, Utc};
use maud::Markup;
use serde_json::{Value, json};

use super::{markdown, mrkdwn, plain, rich_text, verbatim};
use crate::client::look::Look;
use crate::client::words::Language;
use crate::model::{User, Workspace};
use crate::{App, Seed};

/// The built-in workspace on Monday, the 21st of September 2026, at 14:13:20 UTC, with somebody who looks at it.
pub(in crate::client) struct Desk {
    pub(in crate::client) workspace: Workspace,
    pub(in crate::client) viewer: User,
    app_now: DateTime<Utc>,
}

impl Desk {
    pub(in crate::client) fn of(name: &str) -> Self {
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
        let workspace = Workspace::new(&Seed::default(), App::default(), now);
        let viewer = workspace.find_user(name).expect("somebody of the seed").clone();
        Self { workspace, viewer, app_now: now }
    }

    /// The page as drawn through the person's eyes.
    pub(in crate::client) fn sees(&self, draw: impl Fn(&Look<'_>) -> Markup) -> String {
        let language = Language::of_locale(&self.viewer.locale);
        let (workspace, viewer, app_now) = (&self.workspace, &self.viewer, self.app_now);
        draw(&Look { workspace, viewer, language, app_now }).into_string()
    }
}

fn check(cases: &[(&str, &str)], draw: impl Fn(&Look<'_>, &str) -> Markup) {
    let desk = Desk::of("alice");
    for (text, html) in cases {
        assert_eq!(desk.sees(|look| draw(look, text)), *html, "{text}");
    }
}

#[test]
fn marks_style_whole_words() {
    check(
        &[
            ("*bold* _it_ ~gone~", "<strong>bold</strong> <em>it</em> <s>gone</s>"),
            ("(*bold*), \"_it_\".", "(<strong>bold</strong>), &quot;<em>it</em>&quot;."),
            ("*a _b ~c~_*", "<strong>a <em>b <s>c</s></em></strong>"),
            ("*굵게* 는", "<strong>굵게</strong> 는"),
            ("*굵게*는 a*b*c", "*굵게*는 a*b*c"),
            ("*굵게*는 *다른* 것", "*굵게*는 <strong>다른</strong> 것"),
            ("_a snake_case name_", "<em>a snake_case name</em>"),
            ("snake_case_name 2 * 3 * 4 *", "snake_case_name 2 * 3 * 4 *"),
            ("*no\nline*", "*no<br>line*"),
            ("* no * _ no _ **no** ~~no~~", "* no * _ no _ **no** ~~no~~"),
            (
                "*<https://e.co|x>*",
                "<strong><a href=\"https://e.co\" target=\"_blank\" rel=\"noopener noreferrer\">x</a></strong>",
            ),
            ("*closed `in code*` here*", "<strong>closed <code class=\"code\">in code*</code> here</strong>"),
        ],
        mrkdwn,
    );
}

#[test]
fn code_shows_what_was_written() {
    check(
        &[
            ("`*a* &lt;b&gt;`", "<code class=\"code\">*a* &lt;b&gt;</code>"),
            ("`<https://e.co|e.co> <@U1>`", "<code class=\"code\">e.co &lt;@U1&gt;</code>"),
            ("a\n```x\n*y*```\nb", "a<pre class=\"code-block\"><code>x\n*y*</code></pre>b"),
            ("```\nx < y\n```", "<pre class=\"code-block\"><code>x &lt; y</code></pre>"),
            ("``` not closed", "``` not closed"),
            ("`not closed", "`not closed"),
        ],
        mrkdwn,
    );
}

#[test]
fn quotes_take_their_lines() {
    check(
        &[
            (
                "&gt; one\n&gt; *two*\nthree",
                "<blockquote class=\"quote\">one<br><strong>two</strong></blockquote>three",
            ),
            ("> raw", "<blockquote class=\"quote\">raw</blockquote>"),
            ("a\n&gt;&gt;&gt; b\nc", "a<blockquote class=\"quote\">b<br>c</blockquote>"),
            ("a &gt; b", "a &gt; b"),
            (
                "&gt; ```x```",
                "<blockquote class=\"quote\"><pre class=\"code-block\"><code>x</code></pre></blockquote>",
            ),
        ],
        mrkdwn,
    );
}

#[test]
fn only_web_and_mail_addresses_become_links() {
    let link = |url: &str, label: &str| {
        format!("<a href=\"{url}\" target=\"_blank\" rel=\"noopener noreferrer\">{label}</a>")
    };
    check(
        &[
            ("<https://e.co/?a=1&amp;b=2|see>", &link("https://e.co/?a=1&amp;b=2", "see")),
            ("<mailto:a@e.co>", &link("mailto:a@e.co", "a@e.co")),
            (
                "see https://e.co/a_b, ok",
                &format!("see {}, ok", link("https://e.co/a_b", "https://e.co/a_b")),
            ),
            ("<javascript:alert(1)|x>", "x"),
            ("<JavaScript:alert(1)>", "JavaScript:alert(1)"),
            ("<data:text/html,x|y> <nonsense>", "y nonsense"),
            ("<https://e.co/\"onload=\"x|q>", &link("https://e.co/&quot;onload=&quot;x", "q")),
        ],
        mrkdwn,
    );
    check(&[("https://e.co #general", "https://e.co #general")], verbatim);
}

#[test]
fn nothing_typed_becomes_markup() {
    check(
        &[
            ("<script>alert(1)</script>", "scriptalert(1)/script"),
            ("&lt;script&gt;", "&lt;script&gt;"),
            ("&amp;lt;", "&amp;lt;"),
            ("a < b", "a &lt; b"),
            ("<@\"><img src=x>", "<span class=\"mention\" data-user=\"&quot;\">@&quot;</span>img src=x"),
        ],
        mrkdwn,
    );
}

#[test]
fn mentions_name_people_groups_and_channels() {
    check(
        &[
            ("<@U0BOB00001>", "<span class=\"mention\" data-user=\"U0BOB00001\">@Bob</span>"),
            ("<@U0ALICE001>", "<span class=\"mention mention-me\" data-user=\"U0ALICE001\">@Alice</span>"),
            ("<@U0NOBODY01>", "<span class=\"mention\" data-user=\"U0NOBODY01\">@U0NOBODY01</span>"),
            ("<!subteam^S0SRE00001>", "<span class=\"mention mention-me\">@sre</span>"),
            ("<!subteam^S0GONE|@gone>", "<span class=\"mention\">@gone</span>"),
            ("<!here>", "<span class=\"mention mention-me\">@here</span>"),
            (
                "<#C0INCIDENT|old-name> #incidents",
                "<a class=\"mention mention-channel\" href=\"/as/alice/C0INCIDENT\">#incidents</a> \
                 <a class=\"mention mention-channel\" href=\"/as/alice/C0INCIDENT\">#incidents</a>",
            ),
            ("#no-such a#general", "#no-such a#general"),
        ],
        mrkdwn,
    );
    let hidden = Desk::of("bob").sees(|look| mrkdwn(look, "<#C0SECURITY|> #security"));
    assert!(hidden.contains("private channel") && hidden.ends_with(" #security"), "{hidden}");
}

#[test]
fn emoji_are_found_by_name() {
    check(
        &[
            (":eyes:", "<span class=\"emoji\" title=\":eyes:\">👀</span>"),
            (":large_orange_circle:", "<span class=\"emoji\" title=\":large_orange_circle:\">🟠</span>"),
            (":thumbsup::skin-tone-3:", "<span class=\"emoji\" title=\":thumbsup::skin-tone-3:\">👍🏼</span>"),
            (
                ":flag-kr: at 10:30:00 :nope:",
                "<span class=\"emoji\" title=\":flag-kr:\">🇰🇷</span> at 10:30:00 :nope:",
            ),
        ],
        mrkdwn,
    );
    check(&[("*a* :eyes: <@U1>", "*a* :eyes: &lt;@U1&gt;")], |_, text| plain(text, false));
    check(
        &[("*a* :eyes:\n&lt;", "*a* <span class=\"emoji\" title=\":eyes:\">👀</span><br>&lt;")],
        |_, text| plain(text, true),
    );
}

/// What a date token reads like, tags removed.
fn date(viewer: &Desk, seconds: i64, pattern: &str) -> String {
    let page = viewer.sees(|look| mrkdwn(look, &format!("<!date^{seconds}^{pattern}|fallback>")));
    let (_, inside) = page.split_once('>').expect("a tag");
    inside.trim_end_matches("</time>").to_owned()
}

#[test]
fn dates_are_told_in_the_viewers_zone_and_language() {
    const LONG_AGO: i64 = 1_392_734_382; // 2014-02-18 14:39:42 UTC
    const NOW: i64 = 1_790_000_000;
    let cases = [
        ("carol", LONG_AGO, "{date_num} {date_slash}", "2014-02-18 02/18/2014"),
        ("carol", LONG_AGO, "{date} / {date_short}", "February 18th, 2014 / Feb 18, 2014"),
        ("carol", LONG_AGO, "{date_long}, {time}", "Tuesday, February 18th, 2014, 9:39 AM"),
        (
            "carol",
            LONG_AGO,
            "{date_long_full} {day_divider_pretty}",
            "Tuesday, February 18th, 2014 Tuesday, February 18th, 2014",
        ),
        ("carol", LONG_AGO, "{time_secs}", "9:39:42 AM"),
        ("carol", NOW, "{date_pretty} {date_short_pretty} {date_long_pretty}", "today today today"),
        ("carol", NOW - 86_400, "{date_pretty}, {day_divider_pretty}", "yesterday, Yesterday"),
        ("carol", NOW + 86_400, "{date_short_pretty}", "tomorrow"),
        ("carol", NOW - 3 * 86_400, "{date} {date_short_pretty}", "September 18th Sep 18"),
        ("carol", NOW - 3 * 86_400, "{day_divider_pretty}", "Friday, September 18th"),
        ("carol", NOW - 60, "{ago}", "1 minute ago"),
        ("carol", NOW - 7_300, "{ago}", "2 hours ago"),
        ("carol", NOW + 3 * 86_400, "{ago}", "in 3 days"),
        ("carol", NOW - 5, "{ago}", "just now"),
        ("carol", NOW, "{nonsense} {", "{nonsense} {"),
        ("minji", LONG_AGO, "{date_num} {time}", "2014-02-18 오후 11:39"),
        ("minji", LONG_AGO, "{date_long} {time_secs}", "2014년 2월 18일 화요일 오후 11:39:42"),
        ("minji", LONG_AGO, "{date_slash}", "2014/02/18"),
        ("minji", NOW, "{date_short_pretty} {time}", "오늘 오후 11:13"),
        ("minji", NOW - 86_400, "{date_pretty}", "어제"),
        ("minji", NOW - 3 * 86_400, "{date_short}", "9월 18일"),
        ("minji", NOW - 180, "{ago}", "3분 전"),
    ];
    for (name, seconds, pattern, words) in cases {
        assert_eq!(date(&Desk::of(name), seconds, pattern), words, "{name} {pattern}");
    }
}

#[test]
fn what_the_app_writes_of_is_near_by_the_apps_clock() {
    const NOW: i64 = 1_790_000_000;
    let mut desk = Desk::of("carol");
    desk.app_now += TimeDelta::days(10);
    let cases = [
        (10, "{date_short_pretty}, {ago}", "today, just now"),
        (11, "{date_short_pretty}, {ago}", "tomorrow, in 1 day"),
        (9, "{date_pretty}, {day_divider_pretty}", "yesterday, Yesterday"),
        (0, "{date_pretty}, {ago}", "September 21st, 10 days ago"),
        (190, "{date_short}", "Mar 30"),
    ];
    for (days, pattern, words) in cases {
        assert_eq!(date(&desk, NOW + days * 86_400, pattern), words, "{days} days, {pattern}");
    }
}

#[test]
fn a_date_says_exactly_when_and_falls_back() {
    let mut desk = Desk::of("minji");
    let page = desk.sees(|look| mrkdwn(look, "<!date^1790000000^{time}^https://e.co|then>"));
    assert!(page.contains("datetime=\"2026-09-21T14:13:20Z\""), "{page}");
    assert!(page.contains("title=\"2026-09-21 23:13:20 +09:00 (Asia/Seoul)\""), "{page}");
    assert!(page.starts_with("<a href=\"https://e.co\""), "{page}");
    for broken in ["<!date^soon^{time}|then &amp; there>", "<!date^99999999999999^{time}|then &amp; there>"] {
        assert_eq!(desk.sees(|look| mrkdwn(look, broken)), "then &amp; there");
    }
    desk.viewer.tz = "Moon/Crater".to_owned();
    desk.viewer.tz_offset = 3600;
    assert_eq!(date(&desk, 1_790_000_000, "{time}"), "오후 3:13");
}

#[test]
fn rich_text_draws_every_piece() {
    let text = |words: &str, style: Value| json!({"type": "text", "text": words, "style": style});
    let section = |elements: Value| json!({"type": "rich_text_section", "elements": elements});
    let list = |style: &str, indent: u8, offset: u8| {
        json!({"type": "rich_text_list", "style": style, "indent": indent, "offset": offset,
            "elements": [section(json!([text("item", json!({}))]))]})
    };
    let cases = [
        (
            section(json!([text("<b>", json!({"bold": true, "code": true}))])),
            "<div class=\"rt-section\"><strong><code class=\"code\">&lt;b&gt;</code></strong></div>",
        ),
        (
            section(json!([{"type": "link", "url": "javascript:x", "text": "l"}])),
            "<div class=\"rt-section\">l</div>",
        ),
        (
            section(json!([{"type": "user", "user_id": "U0BOB00001"}, {"type": "emoji", "name": "eyes"}])),
            "<div class=\"rt-section\"><span class=\"mention\" data-user=\"U0BOB00001\">@Bob</span>\
             <span class=\"emoji\" title=\":eyes:\">👀</span></div>",
        ),
        (list("bullet", 1, 0), "<ul class=\"rt-list rt-indent-1\"><li>item</li></ul>"),
        (list("ordered", 0, 2), "<ol class=\"rt-list rt-indent-0\" start=\"3\"><li>item</li></ol>"),
        (
            json!({"type": "rich_text_preformatted", "elements": [text("a\n*b*", json!({}))]}),
            "<pre class=\"code-block\"><code>a\n*b*</code></pre>",
        ),
        (
            json!({"type": "rich_text_quote", "border": 1, "elements": [text("q", json!({}))]}),
            "<blockquote class=\"quote bordered\">q</blockquote>",
        ),
    ];
    let desk = Desk::of("alice");
    for (part, html) in cases {
        let page = desk.sees(|look| rich_text::rich_text(look, &json!({"elements": [part.clone()]})));
        assert_eq!(page, format!("<div class=\"rich-text\">{html}</div>"));
    }
}

#[test]
fn rich_text_reads_as_plain_lines() {
    let block = json!({"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "It "}, {"type": "emoji", "name": "fire"}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]},
            {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://e.co"}]},
        ]},
    ]});
    assert_eq!(rich_text::plain_text(&block), "It :fire:\na\nhttps://e.co");
}

#[test]
fn markdown_is_drawn_without_raw_html() {
    let desk = Desk::of("alice");
    let page = |text: &str| desk.sees(|look| markdown(look, text));
    let inside = |html: &str| format!("<div class=\"markdown\">{html}\n</div>");
    assert_eq!(page("# A\n**b** :eyes:"), inside("<h1>A</h1>\n<p><strong>b</strong> 👀</p>"));
    assert!(page("<script>alert(1)</script>").contains("&lt;script&gt;"));
    assert_eq!(page("[x](javascript:alert(1)) [y](vbscript:z)"), inside("<p>x y</p>"));
    let link = "<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"https://e.co\">";
    assert_eq!(
        page("[x](https://e.co) ![pic](https://e.co)"),
        inside(&format!("<p>{link}x</a> {link}pic</a></p>"))
    );
    let tasks = page("- [x] done\n- [ ] open");
    assert!(
        tasks.contains("aria-label=\"Done\">☑</span> done") && tasks.contains("☐</span> open"),
        "{tasks}"
    );
    assert!(page("|a|b|\n|--|--:|\n|1|2|").contains("<td align=\"right\">2</td>"));
    assert!(page("![](@U0BOB00001) ![](#C0GENERAL1)").contains("@Bob</span> <a class=\"mention"));
    assert_eq!(page("**중요**합니다"), inside("<p><strong>중요</strong>합니다</p>"));
}

#[test]
fn no_text_breaks_the_drawing() {
    let desk = Desk::of("alice");
    let odd = "&gt;&gt;&gt; *_~`` ```x``` <!date^1^{|> <!subteam^> <@> <#|> <!> <|> :: :a: 한_글_ `*` \u{1f525}**\n\n> ";
    for (at, _) in odd.char_indices() {
        desk.sees(|look| mrkdwn(look, &odd[at..]));
        desk.sees(|look| mrkdwn(look, &odd[..at]));
        desk.sees(|look| markdown(look, &odd[at..]));
    }
    for unit in ["*a ", "<", "`a ", "```", "> ", "*_~", "_a* "] {
        desk.sees(|look| mrkdwn(look, &unit.repeat(10_000)));
    }
}
