//! What an organisation says of its services.

use insta::assert_snapshot;

use super::{EXAMPLE, defaults, load, told};
use crate::incident::{ChannelId, GroupId, UserId};

#[test]
fn by_default_there_is_none() {
    assert!(defaults().services.is_empty());
}

#[test]
fn the_service_in_the_example_can_be_had_by_removing_the_marks() {
    let shown = EXAMPLE.split_once("#\n# [[services]]").expect("the example shows one").1;
    let marked = shown.lines().take_while(|line| line.is_empty() || line.starts_with('#'));
    let lines: Vec<&str> = marked.filter_map(|line| line.strip_prefix("# ")).collect();
    let config = load(&format!("[[services]]\n{}", lines.join("\n")), &[]).unwrap();
    let service = config.services.find("CHECKOUT").expect("it is found by its key");
    assert_eq!((service.name.as_str(), &service.owner), ("Checkout", &Some(GroupId::new("S012AB3C4"))));
    assert_eq!(
        (&*service.invite, &*service.people),
        (&[GroupId::new("S012AB3C5")][..], &[UserId::new("U012AB3C4")][..])
    );
    assert_eq!(service.tell_channels, [ChannelId::new("C012AB3C4")]);
    assert_eq!(service.external_channels, [ChannelId::new("C012AB3C5")]);
    let runbooks: Vec<_> =
        service.runbooks.iter().map(|book| (book.name.as_deref(), book.link.as_str())).collect();
    assert_eq!(
        runbooks,
        [
            (Some("Restarting it"), "https://wiki.example.com/checkout/restart"),
            (None, "https://wiki.example.com/checkout")
        ]
    );
}

#[test]
fn what_is_wrong_with_a_service_is_said_with_the_mend() {
    let file = r##"
[[services]]
key = "Checkout"
name = "Checkout"
runbooks = ["Restarting it https://wiki.example.com/restart", "https://wiki.example.com/all"]
[[services]]
key = "check out"
owner = "@checkout"
responders = ["S1", "bob"]
runbooks = ["the wiki", "http://wiki.example.com", "Fire https://", ""]
[[services]]
key = "login"
name = "checkout"
channels = ["C1"]
[[services]]
key = "CHECKOUT"
name = "<!channel>"
tell_channels = ["#sales"]
[[services]]
name = ""
"##;
    assert_snapshot!(told(file, &[("FIREBELL_SERVICES__KEY", "x")]), @"
    firebell.toml:6:1: services[1].name: is missing; write what people call it, as in 'Checkout'
    firebell.toml:7:7: services[1].key: 'check out' is no key; write one word of at most 40 letters, digits, '-' and '_', as in 'checkout'
    firebell.toml:8:9: services[1].owner: '@checkout' is not the id of a user group; write it as in 'S012AB3C4'
    firebell.toml:9:14: services[1].responders: 'bob' is not the id of a user group or a person; write it as in 'S012AB3C4' or 'U012AB3C4'
    firebell.toml:10:12: services[1].runbooks: '' does not end with an https address; write it as in 'Restarting https://wiki.example.com/restart'
    firebell.toml:10:12: services[1].runbooks: 'Fire https://' does not end with an https address; write it as in 'Restarting https://wiki.example.com/restart'
    firebell.toml:10:12: services[1].runbooks: 'http://wiki.example.com' does not end with an https address; write it as in 'Restarting https://wiki.example.com/restart'
    firebell.toml:10:12: services[1].runbooks: 'the wiki' does not end with an https address; write it as in 'Restarting https://wiki.example.com/restart'
    firebell.toml:13:8: services[2].name: 'checkout' names an earlier service already
    firebell.toml:14:1: services[2].channels: there is no such setting
    firebell.toml:16:7: services[3].key: 'checkout' names an earlier service already
    firebell.toml:17:8: services[3].name: '<!channel>' is no name; write at most 60 characters without '<', '>', '*' and '`'
    firebell.toml:18:17: services[3].tell_channels: '#sales' is no channel's id; it stands at the end of the channel's details in Slack, as in 'C012AB3C4'
    firebell.toml:19:1: services[4].key: is missing; write one word, as in 'checkout'
    firebell.toml:20:8: services[4].name: is missing; write what people call it, as in 'Checkout'
    FIREBELL_SERVICES__KEY: services are set in the file only, as [[services]]
    ");
    assert_snapshot!(told("[services]\nkey = 'x'", &[]), @"firebell.toml:1:2: services: must be written as [[services]], with its settings on the lines below");
}

#[test]
fn a_catalogue_is_no_longer_than_a_select_and_runbooks_than_a_paragraph() {
    let service = |i: usize| format!("[[services]]\nkey = 's{i}'\nname = 'Service {i}'\n");
    let services = |count| (0..count).map(service).collect::<String>();
    assert_eq!(load(&services(100), &[]).unwrap().services.services().len(), 100);
    assert_snapshot!(told(&services(101), &[]), @"firebell.toml:1:3: services: must be at most 100 services, not 101");
    let books = |count: usize, length: usize| {
        let link = format!("'https://wiki.example.com/{}',", "x".repeat(length));
        format!("{}runbooks = [{}]\n", service(1), link.repeat(count))
    };
    load(&books(8, 100), &[]).unwrap();
    let problems = [books(9, 1), books(4, 500)].map(|file| told(&file, &[]));
    assert_snapshot!(problems.join("\n"), @"
    firebell.toml:4:12: services[0].runbooks: must be at most 8 runbooks of 1600 characters together; link to a page that lists the rest
    firebell.toml:4:12: services[0].runbooks: must be at most 8 runbooks of 1600 characters together; link to a page that lists the rest
    ");
}

#[test]
fn a_channel_reads_the_same_whatever_names_it() {
    let external = "[{ channel = 'C1', audience = 'external' }]";
    let rung = |channels: &str| {
        let second = "[[severity]]\nkey = 'sev2'\nevery = '1h'\n";
        format!("[[severity]]\nkey = 'sev1'\nevery = '1h'\ntell_channels = {channels}\n{second}")
    };
    let service = |key: &str, channels: &str| {
        format!("[[services]]\nkey = '{key}'\nname = 'The {key}'\ntell_channels = {channels}\n")
    };
    let mut problems = Vec::new();
    for (one, other) in [("['C1']", external), (external, "['C1']")] {
        problems.push(told(&format!("{}{}", rung(one), service("cards", other)), &[]));
        problems.push(told(&format!("{}{}", service("cards", one), service("login", other)), &[]));
        load(&format!("{}{}{}", rung(one), service("cards", one), service("login", one)), &[]).unwrap();
    }
    assert_snapshot!(problems.join("\n"), @"
    firebell.toml:11:17: services[0].tell_channels: 'C1' has the other audience in another place; give it the same one everywhere
    firebell.toml:8:17: services[1].tell_channels: 'C1' has the other audience in another place; give it the same one everywhere
    firebell.toml:11:17: services[0].tell_channels: 'C1' has the other audience in another place; give it the same one everywhere
    firebell.toml:8:17: services[1].tell_channels: 'C1' has the other audience in another place; give it the same one everywhere
    ");
}
