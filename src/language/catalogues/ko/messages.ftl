## 모두가 읽는 글

announcement-origin = 시작 { $since } · 선언 { $by } · 장애 채널 { $channel }
announcement-origin-early = 시작 { $since } · 선언 { $by } · 장애 채널을 만들고 있습니다
announcement-commander = 지휘자 { $person }
announcement-no-commander = 지휘자 아직 없음
announcement-last-update = 마지막 상황 공유 { $at }, { $by }
announcement-resolved = 해결 { $at } ({ $recovery })
announcement-fallback = { $severity } { $number }: { $title } ({ $stage }). { $by } 님이 선언했습니다.

panel-stage = 단계
panel-declared = 선언
panel-declared-value = { $at }, { $by }
panel-owner = 담당자
panel-next-update = 다음 상황 공유 예정
panel-snoozed = 다음 알림 (미룸)
panel-service = 서비스
panel-resolved = 해결
panel-closed = 종료
panel-postmortem = 포스트모템 담당자
panel-last-update = 마지막 상황 공유, { $at }
panel-nobody = 아직 없음
panel-assign = 지정…
panel-take-commander = 지휘 맡기
panel-take-triage = 초동 분석 맡기
panel-take-communications = 커뮤니케이션 맡기
panel-take-responder = 대응 참여
panel-update = 상황 공유
panel-resolve = 해결…
panel-close = 종료
panel-reopen = 다시 열기
panel-export = 내보내기
panel-hint = 심각도는 위 버튼으로 바로 바꿀 수 있습니다. 도움말: `{ $command } help`
panel-fallback = { $number } 제어판 ({ $severity }, { $stage }): { $title }

reminder = { $person } 님, { $number } 상황을 공유할 시간입니다. { $last }
reminder-last = 마지막 공유 후 { $ago } 지났습니다.
reminder-none-yet = 선언 후 { $ago } 동안 공유가 없었습니다.
reminder-snooze = { $minutes }분 미루기
reminder-nothing-new = 변동 없음
reminder-updated = { $by } 님이 { $number } 상황을 공유했습니다.
reminder-said-nothing-new = { $by } 님이 { $number } 변동 없음으로 답했습니다.
reminder-resolved = { $by } 님이 { $number } 장애를 해결로 표시했습니다. 상황 공유는 더 필요하지 않습니다.
reminder-closed = { $by } 님이 { $number } 장애를 종료했습니다. 상황 공유는 더 필요하지 않습니다.
reminder-snoozed = { $by } 님이 { $number } 알림을 { $until }까지 미뤘습니다.

line-severity = { $by } 님이 { $number } 심각도를 바꿨습니다: *{ $from }* → *{ $to }*
line-stage = { $by } 님이 { $number } 단계를 옮겼습니다: *{ $from }* → *{ $to }*
line-role-taken = { $to } 님이 *{ $role }* 역할을 맡았습니다.
line-role-taken-over = { $to } 님이 { $from } 님에게서 *{ $role }* 역할을 넘겨받았습니다.
line-role-given = { $by } 님이 { $to } 님에게 *{ $role }* 역할을 맡겼습니다.
line-role-passed-on = { $by } 님이 { $to } 님에게 *{ $role }* 역할을 넘겼습니다.
line-role-handed-over = { $by } 님이 { $to } 님에게 *{ $role }* 역할을 맡겼습니다. 이전에는 { $from } 님이 맡았습니다.
line-next-update = 다음 상황 공유 예정: { $at }
line-nothing-new = { $by } 님이 { $number } 장애에 변동이 없다고 알렸습니다.
line-resolved = :white_check_mark: { $by } 님이 { $number } 장애를 해결로 표시했습니다. 복구 방법: { $recovery }. 감지 경로: { $detection }.
line-closed = { $by } 님이 { $number } 장애를 종료했습니다.
line-postmortem-required = 포스트모템을 작성해야 합니다. 담당자: { $person }
line-postmortem-optional = 포스트모템 담당자: { $person }
line-reopened = :rotating_light: { $by } 님이 { $number } 장애를 다시 열었습니다.
line-gave-up = :warning: { $number }: { $errand }에 실패했습니다 ({ $why }). 다시 시도하지 않으니 직접 처리하거나 Firebell 운영자에게 알려 주세요.
line-gave-up-unknown = :warning: { $number }: 다른 버전의 Firebell이 남긴 작업 중 이 버전에서 알 수 없는 것이 있어 처리하지 않습니다. Firebell 운영자에게 알려 주세요.

update-heading = *상황 공유* { $number } · { $severity } · { $title } · { $by }
line-update-happened = 상황
line-update-impact = 영향
line-update-doing = 조치
reminder-retired = { $number } 상황을 공유할 시간이었습니다. 아래에 새 알림이 있습니다.
