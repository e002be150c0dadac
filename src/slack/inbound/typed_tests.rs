//! What people type, and what it is taken for.

use super::*;
use crate::config::Config;
use crate::language::Language;

fn policy() -> Policy {
    Config::load(None, []).unwrap().policy()
}

fn sev(key: &str) -> SeverityKey {
    SeverityKey::new(key)
}

fn declared(severity: Option<&str>, title: &str) -> Typed {
    Typed::Declare {
        severity: severity.map(sev),
        service: None,
        title: title.to_owned(),
        manner: Manner::default(),
    }
}

fn drill(severity: Option<&str>, title: &str) -> Typed {
    Typed::Declare {
        severity: severity.map(sev),
        service: None,
        title: title.to_owned(),
        manner: Manner { is_drill: true, is_private: false },
    }
}

fn private(severity: Option<&str>, title: &str, is_drill: bool) -> Typed {
    let manner = Manner { is_drill, is_private: true };
    Typed::Declare { severity: severity.map(sev), service: None, title: title.to_owned(), manner }
}

fn about(number: Option<i64>, wish: Wish) -> Typed {
    Typed::About { number: number.map(Number::new), wish }
}

fn here(wish: Wish) -> Typed {
    about(None, wish)
}

fn role(role: Role, to: Option<&str>, area: &str) -> Wish {
    Wish::Role { role, to: to.map(UserId::new), area: area.to_owned() }
}

fn severity(to: &str, because: Option<&str>) -> Wish {
    Wish::Severity { to: sev(to), because: because.map(str::to_owned) }
}

#[test]
fn what_is_typed_is_understood() {
    let note = |text: &str| Wish::Note { text: text.to_owned() };
    let snooze = |minutes| Wish::Snooze { quiet_for: TimeDelta::minutes(minutes) };
    for (text, expected) in [
        ("", Typed::Nothing),
        ("   ", Typed::Nothing),
        ("help", Typed::Help),
        ("LIST", Typed::List),
        ("declare", declared(None, "")),
        ("declare sev1", declared(Some("sev1"), "")),
        ("declare sev1 Checkout is down", declared(Some("sev1"), "Checkout is down")),
        ("drill", drill(None, "")),
        ("drill sev0 The cable is cut", drill(Some("sev0"), "The cable is cut")),
        ("훈련 sev0 결제 장애", drill(Some("sev0"), "결제 장애")),
        ("private sev1 A laptop is gone", private(Some("sev1"), "A laptop is gone", false)),
        ("비공개 sev1 노트북 분실", private(Some("sev1"), "노트북 분실", false)),
        ("private keys leaked", private(None, "keys leaked", false)),
        ("drill private sev1 A laptop is gone", private(Some("sev1"), "A laptop is gone", true)),
        ("비공개 훈련 sev1 노트북 분실", private(Some("sev1"), "노트북 분실", true)),
        ("private private rooms are open", private(None, "private rooms are open", false)),
        ("make-private INC-7", about(Some(7), Wish::MakePrivate)),
        ("비공개전환", here(Wish::MakePrivate)),
        ("declare drills are late", declared(None, "drills are late")),
        ("declare SEV0   결제 장애", declared(Some("sev0"), "결제 장애")),
        ("declare 3 hosts are down", declared(None, "3 hosts are down")),
        ("declare a &lt;b&gt; &amp; c", declared(None, "a <b> & c")),
        ("declare <!channel> is down", declared(None, "@channel is down")),
        ("checkout is down", Typed::Words { title: "checkout is down".to_owned() }),
        ("결제가 안 됩니다", Typed::Words { title: "결제가 안 됩니다".to_owned() }),
        ("sev 0", here(severity("sev0", None))),
        ("severity sev2 because only staging", here(severity("sev2", Some("only staging")))),
        ("sev INC-7 sev2 only staging", about(Some(7), severity("sev2", Some("only staging")))),
        ("stage Mitigating", here(Wish::Stage { to: StageName::Mitigating })),
        ("stage resolved", here(Wish::Stage { to: StageName::ReadyForClosure })),
        ("role commander", here(role(Role::Commander, None, ""))),
        ("role ic <@U012|bob>", here(role(Role::Commander, Some("U012"), ""))),
        ("role responder <@U012> the database", here(role(Role::Responder, Some("U012"), "the database"))),
        ("role responder database", here(role(Role::Responder, None, "database"))),
        (
            "note rolled back <https://ci.example.com/7|build 7>",
            here(note("rolled back https://ci.example.com/7")),
        ),
        ("note inc-42 42 hosts", about(Some(42), note("42 hosts"))),
        ("note 42 hosts", here(note("42 hosts"))),
        ("note ask <@U012|bob> in <#C1|ops> or <!subteam^S1|@sre>", here(note("ask @bob in #ops or @sre"))),
        ("note 5 < 7", here(note("5 < 7"))),
        (
            "decided INC-7 roll back because it is faster",
            about(
                Some(7),
                Wish::Decided { decision: "roll back".to_owned(), because: Some("it is faster".to_owned()) },
            ),
        ),
        (
            "tried rollback failed",
            here(Wish::Tried {
                way: Recovery::Rollback,
                outcome: AttemptOutcome::Failed,
                details: String::new(),
            }),
        ),
        ("snooze", here(snooze(15))),
        ("snooze 20", here(snooze(20))),
        ("snooze 1h 30m", here(snooze(90))),
        ("nothing-new", here(Wish::NothingNew)),
        ("update Cards work again", here(Wish::Update { text: "Cards work again".to_owned() })),
        ("edit", here(Wish::Edit)),
        ("resolve", here(Wish::Resolve)),
        ("close <@U012>", here(Wish::Close { postmortem_owner: Some(UserId::new("U012")) })),
        ("reopen because it is back", here(Wish::Reopen { because: Some("it is back".to_owned()) })),
        ("timeline INC-3", about(Some(3), Wish::Timeline)),
        ("export", here(Wish::Export)),
    ] {
        assert_eq!(read(text, &policy()), Ok(expected), "{text}");
    }
}

#[test]
fn korean_words_stand_where_english_ones_may() {
    let note = |text: &str| Wish::Note { text: text.to_owned() };
    let snooze = |minutes| Wish::Snooze { quiet_for: TimeDelta::minutes(minutes) };
    for (text, expected) in [
        ("선언", declared(None, "")),
        ("선언 sev1 결제가 안 됩니다", declared(Some("sev1"), "결제가 안 됩니다")),
        (
            "업데이트 카드 결제가 복구됐습니다",
            here(Wish::Update { text: "카드 결제가 복구됐습니다".to_owned() }),
        ),
        ("해결", here(Wish::Resolve)),
        ("종료 <@U012>", here(Wish::Close { postmortem_owner: Some(UserId::new("U012")) })),
        ("심각도 INC-7 sev0 이유: 결제 전체 실패", about(Some(7), severity("sev0", Some("결제 전체 실패")))),
        ("sev 1 사유: 우회 방법 없음", here(severity("sev1", Some("우회 방법 없음")))),
        ("단계 조치 중", here(Wish::Stage { to: StageName::Mitigating })),
        ("단계 종료 대기", here(Wish::Stage { to: StageName::ReadyForClosure })),
        ("재개", here(Wish::Reopen { because: None })),
        ("단계 초동 분석", here(Wish::Stage { to: StageName::Triage })),
        ("stage 모니터링", here(Wish::Stage { to: StageName::Monitoring })),
        ("역할 지휘자 <@U012|지수>", here(role(Role::Commander, Some("U012"), ""))),
        ("역할 장애 지휘자", here(role(Role::Commander, None, ""))),
        ("역할 커뮤니케이션 담당 <@U012>", here(role(Role::Communications, Some("U012"), ""))),
        ("역할 대응자 데이터베이스", here(role(Role::Responder, None, "데이터베이스"))),
        ("사임 지휘자", here(Wish::Leave { role: Role::Commander, area: String::new() })),
        (
            "leave responder 데이터베이스",
            here(Wish::Leave { role: Role::Responder, area: "데이터베이스".to_owned() }),
        ),
        ("기록 롤백을 시작했습니다", here(note("롤백을 시작했습니다"))),
        ("미루기 20분", here(snooze(20))),
        ("미루기 1시간 30분", here(snooze(90))),
        ("변동없음", here(Wish::NothingNew)),
        ("재개 이유: 다시 발생", here(Wish::Reopen { because: Some("다시 발생".to_owned()) })),
        ("취소", here(Wish::CancelForm { because: String::new() })),
        (
            "취소 중복 INC-3 이유: 같은 원인",
            here(Wish::Cancel {
                because: Some("같은 원인".to_owned()), duplicate_of: Some(Number::new(3))
            }),
        ),
        ("병합 INC-3", here(Wish::Merge { into: Number::new(3) })),
        (
            "변경 결제 서버 2.14 배포",
            here(Wish::Changed { text: "결제 서버 2.14 배포".to_owned(), link: None, at: None }),
        ),
        ("타임라인 INC-3", about(Some(3), Wish::Timeline)),
        ("포스트모템", here(Wish::Export)),
    ] {
        assert_eq!(read(text, &policy()), Ok(expected), "{text}");
    }
}

#[test]
fn a_sentence_that_only_sounds_like_a_command_is_a_title() {
    for title in [
        "취소 버튼이 안 눌립니다",
        "재개 후 오류가 늘었습니다",
        "도움 요청 결제 서버 다운",
        "help payments are down",
        "목록 조회가 안 됩니다",
        "공유 폴더가 안 열립니다",
        "시간 초과가 계속 납니다",
        "해결이 안 됩니다",
        "선언문 페이지 오류",
    ] {
        assert_eq!(read(title, &policy()), Ok(Typed::Words { title: title.to_owned() }), "{title}");
    }
    for text in ["단계 어딘가", "단계"] {
        assert_eq!(read(text, &policy()), Err(Mistake::Stage), "{text}");
    }
    assert_eq!(read("역할 지휘소 <@U012>", &policy()), Err(Mistake::Role));
}

#[test]
fn mistakes_name_what_was_meant() {
    let unknown = |word: &str, near| Mistake::Unknown { word: word.to_owned(), near };
    let person = |typed: &str| Mistake::Person { typed: typed.to_owned() };
    for (text, expected) in [
        ("uptade", unknown("uptade", Some("update"))),
        ("resolv it", unknown("resolv", Some("resolve"))),
        ("frobnicate", unknown("frobnicate", None)),
        ("declare sev9 Checkout is down", Mistake::DeclaredSeverity),
        ("sev", Mistake::Severity),
        ("sev critical", Mistake::Severity),
        ("stage", Mistake::Stage),
        ("stage somewhere", Mistake::Stage),
        ("role", Mistake::Role),
        ("role boss <@U012>", Mistake::Role),
        ("role commander @bob", person("@bob")),
        ("role commander bob", person("bob")),
        ("close bob", person("bob")),
        ("note", Mistake::Note),
        ("snooze a while", Mistake::Snooze),
        ("role commander <@<!channel>", person("@<!channel")),
        ("close <@u1>", person("@u1")),
        ("snooze 99999999999999999999y", Mistake::Snooze),
    ] {
        assert_eq!(read(text, &policy()), Err(expected), "{text}");
    }
}

#[test]
fn every_word_has_a_korean_one_and_every_korean_one_means_something() {
    let korean: Vec<&str> = korean::SUBCOMMANDS.iter().map(|(_, english)| *english).collect();
    for (name, _) in SUBCOMMANDS {
        assert!(korean.contains(name), "{name} cannot be typed in Korean");
    }
    for (word, english) in korean::SUBCOMMANDS {
        assert_eq!(subcommand(word), Some(*english));
        assert!(SUBCOMMANDS.iter().any(|(name, _)| name == english), "{word} means nothing");
    }
    for role in Role::FOUR {
        assert!(korean::ROLES.iter().any(|(_, english)| *english == role.key()), "{role}");
    }
    for stage in StageName::ALL {
        assert!(korean::STAGES.iter().any(|(_, english)| *english == stage.key()), "{stage}");
    }
}

#[test]
fn what_is_listed_in_korean_can_be_typed_so() {
    let korean = Language::Korean;
    for stage in StageName::ALL {
        let typed = read(&format!("단계 {}", korean.stage(*stage)), &policy());
        assert_eq!(typed, Ok(here(Wish::Stage { to: *stage })));
    }
    for hat in Role::FOUR {
        let typed = read(&format!("역할 {}", korean.role(*hat, &policy().roles)), &policy());
        assert_eq!(typed, Ok(here(role(*hat, None, ""))));
    }
    for moment in Moment::ALL {
        let typed = read(&format!("시각 {} 14:05", korean.moment(*moment)), &policy());
        assert!(
            matches!(typed, Ok(Typed::About { wish: Wish::Time { moment: read, .. }, .. }) if read == *moment),
            "{moment}: {typed:?}"
        );
    }
    for way in Recovery::ALL {
        let typed = read(&format!("시도 {} 실패 여전히 느림", korean.recovery(*way)), &policy());
        let details = "여전히 느림".to_owned();
        assert_eq!(typed, Ok(here(Wish::Tried { way: *way, outcome: AttemptOutcome::Failed, details })));
    }
}
