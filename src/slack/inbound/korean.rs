//! The Korean words for what can be typed, each with the English one that the rest of the code knows. They stand where the
//! English ones may stand, and both may be mixed: `/incident 선언 sev1 결제 장애`, `/incident sev 1 이유: 결제 전체 실패`.
//!
//! A word that often begins a sentence (시간, 공유) is no subcommand: `/incident 공유 폴더가 안 열립니다` is a title. So is what goes on
//! like one behind 취소, 재개 and 서비스.

/// Subcommands.
pub(super) const SUBCOMMANDS: &[(&str, &str)] = &[
    ("선언", "declare"),
    ("장애선언", "declare"),
    ("훈련", "drill"),
    ("비공개", "private"),
    ("비공개전환", "make-private"),
    ("도움말", "help"),
    ("도움", "help"),
    ("목록", "list"),
    ("업데이트", "update"),
    ("상황공유", "update"),
    ("수정", "edit"),
    ("심각도", "sev"),
    ("단계", "stage"),
    ("서비스", "service"),
    ("역할", "role"),
    ("사임", "leave"),
    ("내려놓기", "leave"),
    ("기록", "note"),
    ("메모", "note"),
    ("결정", "decided"),
    ("시도", "tried"),
    ("정정", "correct"),
    ("삭제", "strike"),
    ("시각", "time"),
    ("미루기", "snooze"),
    ("변동없음", "nothing-new"),
    ("해결", "resolve"),
    ("종료", "close"),
    ("재개", "reopen"),
    ("취소", "cancel"),
    ("병합", "merge"),
    ("변경", "changed"),
    ("타임라인", "timeline"),
    ("포스트모템", "export"),
    ("내보내기", "export"),
];

/// Stages, as the panel calls them and shorter.
pub(super) const STAGES: &[(&str, &str)] = &[
    ("감지", "detected"),
    ("초동 분석", "triage"),
    ("초동분석", "triage"),
    ("분석", "triage"),
    ("에스컬레이션", "escalated"),
    ("조치", "mitigating"),
    ("모니터링", "monitoring"),
    ("종료 대기", "ready"),
    ("해결", "ready"),
    ("종료", "closed"),
    ("취소", "cancelled"),
];

/// Roles, as the panel calls them and shorter.
pub(super) const ROLES: &[(&str, &str)] = &[
    ("장애 지휘자", "commander"),
    ("지휘자", "commander"),
    ("지휘", "commander"),
    ("초동 분석 담당", "triage"),
    ("초동 분석", "triage"),
    ("초동분석", "triage"),
    ("분석", "triage"),
    ("커뮤니케이션 담당", "communications"),
    ("커뮤니케이션", "communications"),
    ("소통", "communications"),
    ("대응자", "responder"),
    ("대응", "responder"),
];

/// Key times, as answers call them and shorter.
const MOMENTS: &[(&str, &str)] = &[
    ("발생", "occurred"),
    ("감지", "detected"),
    ("선언", "declared"),
    ("공지", "announced"),
    ("대응 시작", "acknowledged"),
    ("대응", "acknowledged"),
    ("첫 외부 공지", "told-outside"),
    ("외부 공지", "told-outside"),
    ("외부공지", "told-outside"),
    ("조치 완료", "mitigated"),
    ("조치", "mitigated"),
    ("해결", "resolved"),
    ("종료", "closed"),
];

/// Ways to recover, as forms call them and shorter.
const WAYS: &[(&str, &str)] = &[
    ("증설", "scale-out"),
    ("롤백", "rollback"),
    ("핫픽스", "hotfix"),
    ("교체 또는 페일오버", "replacement"),
    ("교체", "replacement"),
    ("페일오버", "replacement"),
    ("재시작", "restart"),
    ("설정 변경", "configuration"),
    ("설정", "configuration"),
    ("기타", "other"),
];

/// The subcommand that `word` stands for.
pub(super) fn subcommand(word: &str) -> Option<&'static str> {
    SUBCOMMANDS.iter().find(|(korean, _)| *korean == word).map(|(_, english)| *english)
}

/// The stage's key for the words that `text` begins with, and what follows them.
pub(super) fn stage(text: &str) -> Option<(&'static str, &str)> {
    leading(STAGES, text)
}

/// The role's key for the words that `text` begins with, and what follows them.
pub(super) fn role(text: &str) -> Option<(&'static str, &str)> {
    leading(ROLES, text)
}

/// The key time's key for the words that `text` begins with, and what follows them.
pub(super) fn moment(text: &str) -> Option<(&'static str, &str)> {
    leading(MOMENTS, text)
}

/// The key of the way to recover for the words that `text` begins with, and what follows them.
pub(super) fn way(text: &str) -> Option<(&'static str, &str)> {
    leading(WAYS, text)
}

/// A span whose units may be Korean, with units as everybody else writes them: `1시간 30분` is `1h 30m`.
pub(super) fn span(text: &str) -> String {
    text.replace("시간", "h").replace('분', "m").replace('초', "s")
}

/// Longer names stand before those that they begin with.
fn leading<'a>(names: &[(&str, &'static str)], text: &'a str) -> Option<(&'static str, &'a str)> {
    names.iter().find_map(|(korean, english)| {
        let rest = text.trim_start().strip_prefix(korean)?.trim_start_matches([':', ',', '.', ';']);
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| (*english, rest.trim_start()))
    })
}
