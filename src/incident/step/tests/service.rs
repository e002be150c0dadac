//! Which service it is about: whom it adds, what counts as a move, and what is refused.

use super::*;

/// Checkout is Payments' and told to Sales, as a SEV1 is; Login is Identity's and told to Support, and to customers in words of
/// their own.
fn catalogue() -> Catalogue {
    let channel = ChannelId::new;
    let checkout = Service {
        owner: Some(GroupId::new("S-PAYMENTS")),
        invite: vec![GroupId::new("S-OPS")],
        people: vec![UserId::new("pat"), UserId::new("alice")],
        tell_channels: vec![channel("C-SALES"), channel("C-BANKS")],
        ..Service::plain(ServiceKey::new("checkout"), "Checkout")
    };
    let login = Service {
        owner: Some(GroupId::new("S-IDENTITY")),
        people: vec![UserId::new("ida"), UserId::new("pat")],
        tell_channels: vec![channel("C-SUPPORT"), channel("C-SALES")],
        external_channels: vec![channel("C-CUSTOMERS")],
        ..Service::plain(ServiceKey::new("login"), "Login API")
    };
    Catalogue::new(vec![checkout, login])
}

/// An incident of that service, in the words of whoever declared it; its channel is still to come.
fn declared(service: Option<&str>) -> Bench {
    let mut bench = Bench::declared("sev1");
    let mut rungs = bench.policy.ladder.rungs().to_vec();
    rungs[1].tell_channels = vec![ChannelId::new("C-SALES")];
    bench.policy.ladder = Ladder::new(rungs, SeverityKey::new("sev2")).unwrap();
    bench.policy.services = catalogue();
    let said = Declaration { service: service.map(str::to_owned), ..declaration("Cards fail", "sev1") };
    let ctx = at_the_form(&bench.policy);
    let step = begin(said, &ctx).unwrap();
    (bench.incident, bench.timeline) = (step.incident, step.timeline);
    bench
}

fn opened() -> Command {
    Command::ChannelOpened { channel: ChannelId::new("C-INC"), name: "inc-1".to_owned(), is_private: false }
}

fn to(service: &str) -> Command {
    Command::ChangeService { to: service.to_owned() }
}

/// The channels that are told, and whoever is invited: people, then groups.
fn concerned(effects: &[Effect]) -> Vec<String> {
    let of = |effect: &Effect| match effect {
        Effect::Tell { channel } => vec![channel.to_string()],
        Effect::InvitePeople { people } => people.iter().map(UserId::to_string).collect(),
        Effect::InviteGroups { groups } => groups.iter().map(GroupId::to_string).collect(),
        _ => Vec::new(),
    };
    effects.iter().flat_map(of).collect()
}

fn lines(effects: &[Effect]) -> Vec<&Line> {
    let said = effects.iter().filter_map(|effect| match effect {
        Effect::Say { line, .. } => Some(line),
        _ => None,
    });
    said.collect()
}

#[test]
fn whom_severity_and_service_name_comes_once_when_the_channel_is_there() {
    let mut bench = declared(Some("CHECKOUT"));
    assert_eq!(bench.incident.service.as_deref(), Some("Checkout"));
    assert_eq!(
        concerned(&bench.own(opened())),
        ["alice", "pat", "S-OPS", "S-PAYMENTS", "C-SALES", "C-BANKS"]
    );
    assert_eq!(concerned(&bench.alice(sev("sev0")).unwrap()), ["S-ALL"], "the others are there");
    let fact = &bench.timeline[0].fact;
    assert!(matches!(fact, Fact::Declared { service: Some(name), .. } if name == "Checkout"), "{fact:?}");
}

#[test]
fn a_service_that_is_chosen_later_adds_those_whom_it_names_and_is_no_move() {
    let mut bench = declared(None);
    bench.own(opened());
    let effects = bench.alice(to("checkout")).unwrap();
    assert_eq!(
        concerned(&effects),
        ["S-PAYMENTS", "pat", "alice", "C-BANKS"],
        "Sales know of it from the severity"
    );
    let by = Author::Person(UserId::new("alice"));
    let line = Line::ServiceChanged { by, from: None, to: "Checkout".to_owned() };
    assert_eq!(lines(&effects), [&line]);
    assert_eq!(bench.incident.moves, 0);
}

#[test]
fn each_move_to_another_service_is_counted_and_sends_nobody_away() {
    let mut bench = declared(Some("checkout"));
    bench.own(opened());
    let effects = bench.alice(to("login api")).unwrap();
    assert_eq!(concerned(&effects), ["S-IDENTITY", "ida", "C-SUPPORT"], "Pat and Sales know of it");
    let moved = Fact::ServiceChanged { from: Some("Checkout".to_owned()), to: "Login API".to_owned() };
    assert_eq!(bench.timeline.last().map(|entry| &entry.fact), Some(&moved));
    assert_eq!(bench.incident.moves, 1);
    let effects = bench.alice(to("checkout")).unwrap();
    assert_eq!(concerned(&effects), ["S-PAYMENTS", "alice"], "its channels were told, and SEV1 has Ops");
    assert_eq!((bench.incident.moves, bench.incident.service.as_deref()), (2, Some("Checkout")));
    let notices: Vec<String> =
        bench.incident.notices.iter().map(|notice| notice.channel.to_string()).collect();
    assert_eq!(notices, ["C-SALES", "C-BANKS", "C-SUPPORT"], "whoever was told hears how it goes on");
}

#[test]
fn while_the_channel_is_to_come_telling_waits_for_it() {
    let mut bench = declared(None);
    assert_eq!(concerned(&bench.alice(to("login")).unwrap()), ["S-IDENTITY", "ida", "pat"]);
    let opened = concerned(&bench.own(opened()));
    assert_eq!(opened, ["alice", "ida", "pat", "S-OPS", "S-IDENTITY", "C-SALES", "C-SUPPORT"]);
}

#[test]
fn what_was_called_off_before_its_channel_was_there_calls_nobody_until_it_goes_on() {
    let mut bench = declared(Some("checkout"));
    bench.alice(Command::Cancel { because: None, duplicate_of: None }).unwrap();
    assert_eq!(concerned(&bench.own(opened())), ["alice"]);
    let reopened = concerned(&bench.alice(reopen()).unwrap());
    assert_eq!(reopened, ["alice", "pat", "S-OPS", "S-PAYMENTS", "C-SALES", "C-BANKS"]);
}

#[test]
fn those_outside_hear_external_word_on_a_service_of_theirs() {
    let mut bench = declared(Some("login"));
    bench.own(opened());
    let words = |text: &str| text.to_owned();
    let external =
        ExternalText { state: words("Some cannot log in"), expected_fix: words(""), follow_up: words("") };
    let text = UpdateText { what_happened: words("Login fails"), impact: words(""), doing: words("") };
    let update = Command::PostUpdate {
        text,
        external: Some(Box::new(external)),
        next_update_at: None,
        offered_at: None,
    };
    let effects = bench.alice(update).unwrap();
    assert_eq!(concerned(&effects), ["C-CUSTOMERS"]);
    let customers = Address::Stakeholders { channel: ChannelId::new("C-CUSTOMERS") };
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Deliver { to, .. } if *to == customers)));
}

#[test]
fn what_is_no_other_service_is_refused_and_so_is_what_is_over() {
    let number = Number::new(1);
    let already = |service: &str| Refusal::ServiceAlready { number, service: service.to_owned() };
    let asked = "payments".to_owned();
    for (before, service, expected) in [
        (vec![], "checkout", already("Checkout")),
        (vec![to("login")], "LOGIN API", already("Login API")),
        (vec![], "payments", Refusal::NoSuchService { asked }),
        (vec![], " ", Refusal::Fields(vec![(Field::Service, Flaw::Empty)])),
        (vec![resolve(), close()], "login", Refusal::Closed { number }),
    ] {
        let mut bench = declared(Some("checkout"));
        for command in before {
            bench.alice(command).unwrap();
        }
        let untouched = bench.incident.clone();
        assert_eq!(bench.alice(to(service)), Err(expected), "{service}");
        assert_eq!(bench.incident, untouched);
    }
}

#[test]
fn where_there_is_no_catalogue_people_name_services_in_their_own_words() {
    let mut bench = Bench::declared("sev1");
    bench.alice(to("  card\n machine ")).unwrap();
    assert_eq!(bench.incident.service.as_deref(), Some("card machine"));
    let service = "card machine".to_owned();
    let already = Refusal::ServiceAlready { number: Number::new(1), service };
    assert_eq!(bench.alice(to("card machine")), Err(already));
    let empty = Refusal::Fields(vec![(Field::Service, Flaw::Empty)]);
    assert_eq!(bench.alice(to(" ")), Err(empty));
    bench.alice(to("cash desk")).unwrap();
    assert_eq!(bench.incident.moves, 1);
}

#[test]
fn what_was_called_by_its_name_before_there_was_a_catalogue_is_no_move_to_the_same_one() {
    let mut bench = Bench::declared("sev1");
    bench.own(opened());
    bench.alice(to("checkout")).unwrap();
    bench.policy.services = catalogue();
    assert_eq!(
        bench.incident.listed_service(&bench.policy).map(|known| known.name.as_str()),
        Some("Checkout")
    );
    let effects = bench.alice(to("checkout")).unwrap();
    assert_eq!(concerned(&effects), ["S-PAYMENTS", "pat", "alice", "C-SALES", "C-BANKS"]);
    assert_eq!((bench.incident.moves, bench.incident.service.as_deref()), (0, Some("Checkout")));
    bench.alice(to("login")).unwrap();
    assert_eq!(bench.incident.moves, 1);
}

#[test]
fn an_incident_keeps_its_service_when_the_catalogue_calls_it_otherwise_or_forgets_it() {
    let mut bench = declared(Some("checkout"));
    let [mut checkout, login]: [Service; 2] = catalogue().services().to_vec().try_into().unwrap();
    "Payments".clone_into(&mut checkout.name);
    bench.policy.services = Catalogue::new(vec![checkout, login.clone()]);
    assert_eq!(
        bench.incident.listed_service(&bench.policy).map(|known| known.name.as_str()),
        Some("Payments")
    );
    bench.policy.services = Catalogue::new(vec![login]);
    assert_eq!(bench.incident.listed_service(&bench.policy), None);
    assert_eq!(bench.incident.service.as_deref(), Some("Checkout"));
    bench.alice(to("login")).unwrap();
    assert_eq!(bench.incident.moves, 1);
}
