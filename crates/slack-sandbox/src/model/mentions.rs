//! Whom a message calls. It is worked out once, when a message is written or changed, so that counting is cheap.

use std::collections::BTreeSet;

use serde_json::Value;

use super::User;

/// The people and groups that a message names, and whether it calls everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    people: BTreeSet<String>,
    groups: BTreeSet<String>,
    everybody: bool,
}

impl Mentions {
    /// Those in a text (`<@U…>`, `<!subteam^S…>`, `<!here>`) and in blocks.
    pub(super) fn in_content(text: &str, blocks: Option<&Value>) -> Self {
        let mut found = Self::default();
        found.read_text(text);
        if let Some(blocks) = blocks {
            found.read_blocks(blocks);
        }
        found
    }

    pub(super) fn name(&self, user: &User) -> bool {
        self.everybody || self.people.contains(&user.id)
    }

    pub(super) fn groups(&self) -> &BTreeSet<String> {
        &self.groups
    }

    fn read_text(&mut self, text: &str) {
        for token in text.split('<').skip(1) {
            let target = token.split(['>', '|']).next().unwrap_or_default();
            if let Some(user) = target.strip_prefix('@') {
                self.people.insert(user.to_owned());
            } else if let Some(group) = target.strip_prefix("!subteam^") {
                self.groups.insert(group.to_owned());
            } else if matches!(target, "!here" | "!channel" | "!everyone") {
                self.everybody = true;
            }
        }
    }

    /// Texts wherever they stand, and the pieces of rich text that stand for somebody. Literal text calls nobody.
    fn read_blocks(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.read_blocks(item)),
            Value::Object(keys) => {
                let word = |key: &str| keys.get(key).and_then(Value::as_str).unwrap_or_default();
                match word("type") {
                    "plain_text" => return,
                    "user" => drop(self.people.insert(word("user_id").to_owned())),
                    "usergroup" => drop(self.groups.insert(word("usergroup_id").to_owned())),
                    "broadcast" => self.everybody = true,
                    "mrkdwn" | "markdown" => self.read_text(word("text")),
                    _ => {}
                }
                keys.values().for_each(|inside| self.read_blocks(inside));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mentions(people: &[&str], groups: &[&str], everybody: bool) -> Mentions {
        let set = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        Mentions { people: set(people), groups: set(groups), everybody }
    }

    #[test]
    fn a_text_calls_whom_it_names() {
        let cases = [
            ("<@U1> and <@U2|two>", mentions(&["U1", "U2"], &[], false)),
            ("<!subteam^S1|@sre> <#C1|x> <https://e.co>", mentions(&[], &["S1"], false)),
            ("<!here|here>", mentions(&[], &[], true)),
            ("&lt;@U1&gt; @U1 <!date^1^{time}|x> <", Mentions::default()),
        ];
        for (text, expected) in cases {
            assert_eq!(Mentions::in_content(text, None), expected, "{text}");
        }
    }

    #[test]
    fn blocks_call_whom_their_texts_and_pieces_name() {
        let rich = json!([{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
            {"type": "user", "user_id": "U1"}, {"type": "usergroup", "usergroup_id": "S1"}]}]}]);
        let section = json!([{"type": "section", "text": {"type": "mrkdwn", "text": "<@U1>"},
            "accessory": {"type": "button", "text": {"type": "plain_text", "text": "<@U2>"}, "value": "<@U3>"}}]);
        let all = json!([{"type": "rich_text", "elements": [{"elements": [{"type": "broadcast", "range": "here"}]}]}]);
        for (blocks, expected) in [
            (rich, mentions(&["U1"], &["S1"], false)),
            (section, mentions(&["U1"], &[], false)),
            (all, mentions(&[], &[], true)),
        ] {
            assert_eq!(Mentions::in_content("", Some(&blocks)), expected, "{blocks}");
        }
    }
}
