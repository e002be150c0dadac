//! Which service: what people type and fill in.

use super::interactions::View;
use super::typed::{Wish, named_incident};
use super::words::plain;
use crate::incident::{Catalogue, Field, Policy};
use crate::slack::ids;

/// The subcommand.
pub(super) const NAME: &str = "service";

/// What stands before the service where one is declared: `service:checkout`.
const MARKS: [&str; 2] = ["service:", "서비스:"];

/// The service that a word in front of a title names. Where nothing follows the mark at once, it belongs to the title.
pub(super) fn marked(word: &str) -> Option<&str> {
    let after = |mark: &&str| {
        let (head, rest) = word.split_at_checked(mark.len())?;
        head.eq_ignore_ascii_case(mark).then_some(rest)
    };
    MARKS.iter().find_map(after).filter(|service| !service.is_empty())
}

/// Whether what follows the subcommand makes a sentence of it: several words that are not the name of a service of the
/// catalogue, as in `service is down`, unless an incident is named before them.
pub(super) fn is_title(rest: &str, services: &Catalogue) -> bool {
    let (number, rest) = named_incident(rest);
    let words = plain(rest);
    let is_one_of_them = services.is_empty() || services.find(&words).is_some();
    number.is_none() && words.split_whitespace().nth(1).is_some() && !is_one_of_them
}

/// The form where no service is named.
pub(super) fn wish(rest: &str) -> Wish {
    match plain(rest) {
        nothing if nothing.is_empty() => Wish::ServiceForm,
        to => Wish::Service { to },
    }
}

/// What was typed, as a title: `service outage`, where there is no incident whose service it could be and it is none of the
/// catalogue.
pub(super) fn title(wish: &Wish, typed: &str, policy: &Policy) -> Option<String> {
    match wish {
        Wish::Service { to } if policy.services.find(to).is_none() => Some(plain(typed)),
        _ => None,
    }
}

/// What a form says of the service: chosen from the catalogue, or in words where there was none when it opened.
pub(super) fn filled_in(view: &View) -> String {
    let field = ids::field(Field::Service);
    view.choice(field).map_or_else(|| view.text(field), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::incident::{Manner, Number, Service, ServiceKey, SeverityKey};
    use crate::slack::inbound::typed::{Mistake, Typed, read};

    fn policy() -> Policy {
        let services = ["Checkout", "Card payments"].map(|name| {
            let key = name.split(' ').next().unwrap_or_default().to_lowercase();
            Service::plain(ServiceKey::new(key), name)
        });
        Policy { services: Catalogue::new(services.to_vec()), ..Config::load(None, []).unwrap().policy() }
    }

    #[test]
    fn a_declaration_names_its_service_before_the_title() {
        let declared = |severity: Option<&str>, service: Option<&str>, title: &str| {
            let (severity, service) = (severity.map(SeverityKey::new), service.map(str::to_owned));
            Ok(Typed::Declare { severity, service, title: title.to_owned(), manner: Manner::default() })
        };
        for (text, expected) in [
            (
                "declare sev1 service:checkout Cards fail",
                declared(Some("sev1"), Some("checkout"), "Cards fail"),
            ),
            (
                "declare Service:Checkout sev1 Cards fail",
                declared(Some("sev1"), Some("Checkout"), "Cards fail"),
            ),
            ("선언 sev1 서비스:checkout 결제 실패", declared(Some("sev1"), Some("checkout"), "결제 실패")),
            ("선언 서비스:로그인", declared(None, Some("로그인"), "")),
            (
                "declare sev1 service: nobody can log in",
                declared(Some("sev1"), None, "service: nobody can log in"),
            ),
            ("선언 서비스: 접속 불가", declared(None, None, "서비스: 접속 불가")),
            ("declare service outage", declared(None, None, "service outage")),
            (
                "declare Cards fail in service:checkout",
                declared(None, None, "Cards fail in service:checkout"),
            ),
            ("declare service:a service:b fails", declared(None, Some("a"), "service:b fails")),
            ("declare service:checkout sev9 Cards fail", Err(Mistake::DeclaredSeverity)),
        ] {
            assert_eq!(read(text, &policy()), expected, "{text}");
        }
    }

    #[test]
    fn a_service_is_named_by_its_key_or_its_name_for_the_incident_of_the_channel_or_another() {
        let about =
            |number: Option<i64>, wish: Wish| Ok(Typed::About { number: number.map(Number::new), wish });
        let to = |name: &str| Wish::Service { to: name.to_owned() };
        for (text, expected) in [
            ("service", about(None, Wish::ServiceForm)),
            ("서비스", about(None, Wish::ServiceForm)),
            ("service INC-7", about(Some(7), Wish::ServiceForm)),
            ("service checkout", about(None, to("checkout"))),
            ("서비스 INC-7 checkout", about(Some(7), to("checkout"))),
            ("service card payments", about(None, to("card payments"))),
            ("service chekcout", about(None, to("chekcout"))),
            ("service INC-7 somewhere else", about(Some(7), to("somewhere else"))),
        ] {
            assert_eq!(read(text, &policy()), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_about_a_service_is_a_title() {
        for title in ["service is down", "Services are down", "서비스 접속이 안 됩니다", "device login fails"]
        {
            assert_eq!(read(title, &policy()), Ok(Typed::Words { title: title.to_owned() }), "{title}");
        }
    }
}
