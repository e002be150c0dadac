//! Texts drawn for a person of the built-in seed.

use chrono::DateTime;

use super::mrkdwn;
use crate::client::look::Look;
use crate::client::words::Language;
use crate::model::Workspace;
use crate::{App, Seed};

fn drawn(text: &str) -> String {
    let now = DateTime::from_timestamp(1_790_000_000, 0).expect("an instant");
    let workspace = Workspace::new(&Seed::default(), App::default(), now);
    let viewer = workspace.find_user("alice").expect("alice is in the seed");
    let look = Look { workspace: &workspace, viewer, language: Language::English };
    mrkdwn(&look, text).into_string()
}

#[test]
fn mrkdwn_becomes_html() {
    let cases = [
        ("*bold* _it_ ~gone~", "<strong>bold</strong> <em>it</em> <s>gone</s>"),
        ("a*b*c 2 * 3 * 4", "a*b*c 2 * 3 * 4"),
        ("*굵게*는", "*굵게*는"),
        ("*굵게* 는", "<strong>굵게</strong> 는"),
        ("*a _b_*", "<strong>a <em>b</em></strong>"),
        ("`*a*` &lt;b&gt;", "<code class=\"code\">*a*</code> &lt;b&gt;"),
        ("snake_case_name", "snake_case_name"),
        ("*no\nline*", "*no<br>line*"),
        ("&gt; one\n&gt; two\nthree", "<blockquote class=\"quote\">one<br>two</blockquote>three"),
        ("a\n```x\ny```\nb", "a<pre class=\"code-block\"><code>x\ny</code></pre>b"),
        ("<javascript:alert(1)|x>", "x"),
        ("&amp;lt;", "&amp;lt;"),
    ];
    for (text, html) in cases {
        assert_eq!(drawn(text), html, "{text}");
    }
}
