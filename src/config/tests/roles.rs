//! What an organisation says of roles.

use insta::assert_snapshot;

use super::{defaults, load, told};
use crate::incident::Holders::{One, Several};
use crate::incident::Role;

#[test]
fn the_default_adds_no_role_and_says_nothing_of_the_four() {
    let roles = defaults().roles;
    assert_eq!(roles.all().collect::<Vec<_>>(), Role::FOUR);
    assert!(Role::FOUR.iter().all(|role| {
        let described = roles.describe(*role);
        described.is_none_or(|one| one.name == Default::default() && one.instructions == Default::default())
    }));
}

#[test]
fn roles_are_added_and_the_four_keep_their_number() {
    let file = "[[roles]]\nkey = 'Scribe'\nname_ko = '기록 담당'\n[[roles]]\nkey = 'legal'\nname_en = 'Legal'\nholders = 'several'\n";
    let roles = load(file, &[]).unwrap().roles;
    let all: Vec<String> = roles.all().map(|role| role.to_string()).collect();
    assert_eq!(all, ["commander", "triage", "communications", "responder", "scribe", "legal"]);
    let holders = all.iter().map(|key| roles.holders(Role::find(key).unwrap()));

    assert_eq!(holders.collect::<Vec<_>>(), [One, One, One, Several, One, Several]);
}

#[test]
fn what_is_wrong_with_a_role_is_said_with_the_mend() {
    let file = r#"
[[roles]]
name_en = "Nobody"
[[roles]]
key = "기록"
name_ko = "기록"
[[roles]]
key = "scribe"
[[roles]]
key = "scribe"
name_en = "<!channel>"
holders = "many"
[[roles]]
key = "commander"
holders = "several"
instructions_en = "1\n2\n3\n4\n5\n6\n7"
"#;
    assert_snapshot!(told(file, &[("FIREBELL_ROLES__KEY", "scribe")]), @"
    firebell.toml:2:1: roles[0].key: is missing; write one word, as in 'scribe'
    firebell.toml:5:7: roles[1].key: '기록' is no key; write one word of at most 20 letters from a to z, digits and '-', as in 'scribe'
    firebell.toml:7:1: roles[2].name_en: is missing; 'scribe' is new to Firebell, so write what it is called, here or as name_ko
    firebell.toml:11:11: roles[3].name_en: '<!channel>' is no name for a role; write at most 40 letters, as in 'Scribe', without signs
    firebell.toml:12:11: roles[3].holders: 'many' is no choice; write 'one' or 'several'
    firebell.toml:15:11: roles[4].holders: cannot be other than 'one' for this role
    firebell.toml:16:19: roles[4].instructions_en: must be 6 lines and 1000 characters at most: they are read at three in the morning
    FIREBELL_ROLES__KEY: roles are set in the file only, as [[roles]]
    ");
    let many = (0..9).map(|i| format!("[[roles]]\nkey = 'r{i}'\nname_en = 'Role {i}'\n")).collect::<String>();
    assert_snapshot!(told(&many, &[]), @"firebell.toml:1:3: roles: may add 8 roles at most, so that the panel holds them");
}
