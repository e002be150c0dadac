## 본인에게만 보이는 답

help = *이렇게 입력할 수 있습니다* (영어 명령도 그대로 쓸 수 있습니다)
    `{ $command }` 선언 양식을 엽니다. 장애 채널에서는 제어판을 보여 줍니다.
    `{ $command } 선언 sev1 결제 장애` 양식 없이 바로 선언합니다. 제목 앞에 `서비스:checkout` 형식으로 적으면 서비스도 정합니다.
    `{ $command } 훈련 sev1 결제 장애` 훈련을 선언합니다. 모든 메시지에 [훈련] 표시가 붙습니다.
    `{ $command } 비공개 sev1 노트북 도난` 장애 채널에 있는 사람만 볼 수 있는 비공개 장애를 선언합니다.
    `{ $command } 목록` 진행 중인 장애를 보여 줍니다.
    { "*" }장애 채널에서*
    `{ $command } 업데이트` 이해관계자에게 상황을 공유합니다. `{ $command } 수정` 마지막 공유 내용을 모든 곳에서 고칩니다.
    `{ $command } 심각도 sev1 이유: …` 심각도를 바꿉니다.
    `{ $command } 단계 조치 중` 단계를 옮깁니다: 감지, 초동 분석, 에스컬레이션, 조치 중, 모니터링
    `{ $command } 서비스 checkout` 어느 서비스의 장애인지 정합니다. 이름을 빼면 양식이 열립니다.
    `{ $command } 역할 지휘자 @이름` 역할을 맡깁니다: 지휘자, 초동 분석, 커뮤니케이션, 대응자. 이름을 빼면 본인이 맡습니다.
    `{ $command } 내려놓기 지휘자` 맡은 역할을 내려놓습니다.
    `{ $command } 기록 …` 타임라인에 기록합니다.
    `{ $command } 결정 … 이유: …` 결정을, `{ $command } 시도 롤백 실패 …` 복구 시도를 기록하고 채널에 알립니다.
    `{ $command } 변경 시각 10:50 …` 배포 등 변경 사항을 링크와 함께 기록합니다.
    `{ $command } 시각 발생 14:05` 주요 시각을 기록합니다. `{ $command } 정정 12 …`, `{ $command } 삭제 12` 타임라인 기록을 바로잡습니다.
    `{ $command } 미루기 20분` 알림을 미룹니다. `{ $command } 변동없음` 변동이 없다고 알립니다.
    `{ $command } 해결` 해결로 표시합니다.
    `{ $command } 종료` 종료합니다. `{ $command } 재개 이유: …` 다시 엽니다.
    `{ $command } 비공개전환` 비공개로 전환합니다.
    `{ $command } 취소 이유: …` 실제 장애가 아니면 취소합니다. `{ $command } 취소 중복 INC-42` 다른 장애와 중복이면 취소합니다. `{ $command } 병합 INC-42` 기록까지 합칩니다.
    `{ $command } 타임라인` 타임라인을 보여 줍니다. `{ $command } 포스트모템` 포스트모템을 장애 채널에 올립니다.
    다른 채널에서는 장애 번호를 함께 적어 주세요: `{ $command } 기록 INC-42 …`

answer-declared = { $number } 장애를 선언했습니다: { $severity }, { $title }.
answer-channel-coming = 장애 채널을 만들고 있습니다. 곧 초대됩니다.
answer-noted = { $number } 타임라인에 기록했습니다.
answer-decided = { $number } 타임라인에 결정을 기록하고 장애 채널에 알렸습니다.
answer-tried = { $number } 타임라인에 복구 시도를 기록하고 장애 채널에 알렸습니다: { $way } ({ $outcome })
answer-corrected = { $number } { $entry } 기록을 정정했습니다. 이전 내용도 남아 있습니다.
answer-corrected-time = 이제 기록된 시각은 { $at } (시간대 { $zone })입니다.
answer-struck = { $number } { $entry } 기록에 삭제 표시를 했습니다. 내용은 계속 볼 수 있습니다.
answer-time = { $number } { $moment } 시각: { $at } (시간대 { $zone }).
answer-time-was = 이전 값({ $was })은 타임라인에 남아 있습니다.
answer-time-yesterday = 오늘은 아직 그 시각이 되지 않아 어제로 기록했습니다. 다른 날이면 시각 앞에 날짜를 적어 주세요.
answer-done = { $number } 요청을 처리했습니다.
answer-severity = { $number } 심각도를 바꿨습니다: { $severity }
answer-stage = { $number } 단계를 옮겼습니다: { $stage }
answer-role = { $person } 님이 { $number } { $role } 역할을 맡았습니다.
answer-role-left = { $number } { $role } 역할을 내려놓았습니다.
answer-nothing-new = { $number } 장애에 변동이 없다고 알렸습니다.
answer-snoozed = { $number } 알림을 { $until }까지 미뤘습니다.
answer-snoozed-early = { $number } 알림을 { $until }까지 보내지 않습니다. 다음 상황 공유 알림은 예정대로 { $due }에 갑니다.
answer-closed = { $number } 장애를 종료했습니다.
answer-reopened = { $number } 장애를 다시 열었습니다.
answer-export = { $number } 포스트모템을 장애 채널에 올리고 있습니다.

list-heading = { $count ->
   *[other] 진행 중인 장애 { $count }건
 }
list-empty = 진행 중인 장애가 없습니다. 선언하려면: `{ $command } 선언`
list-unreadable = :warning: 이 버전의 Firebell로 읽을 수 없는 장애: { $numbers }. 자세한 내용은 Firebell 운영자가 `firebell check` 명령으로 확인할 수 있습니다.
list-more = …그 밖에 { $count }건이 더 있습니다.
list-details = { $stage } · 담당자 { $owner } · 시작 { $since }

timeline-heading = { $number } 타임라인
timeline-range = 전체 { $count }건 중 { $first }–{ $last }
timeline-earlier = 이전
timeline-later = 다음
timeline-hint = 기록을 바로잡으려면 앞의 번호를 써서 입력하세요: `{ $command } 정정 12 …`, `{ $command } 삭제 12`
timeline-corrected = { $by } 님이 정정
timeline-corrected-time = { $by } 님이 정정, 이전 시각 { $was }
timeline-struck = { $by } 님이 삭제 표시

said-declared = { $severity } 선언: { $title }
said-announced = 장애 공지 게시
said-channel-opened = 장애 채널 #{ $name } 생성
said-severity = 심각도 { $from } → { $to }
said-stage = 단계 { $from } → { $to }
said-role = { $role }: { $person }
said-role-left = { $role }: { $person } 내려놓음
said-update = 상황 공유: { $text }
said-nothing-new = 변동 없음, 다음 상황 공유 예정 { $next }
said-nothing-new-at-the-end = 변동 없음
said-escalated = 상황 공유 지연 알림. 대상: { $whom }
said-reminded = 상황 공유 알림
said-asked-to-command-channel = 채널에 지휘자 요청
said-asked-to-command-groups = 에스컬레이션 그룹에 지휘자 요청
said-snoozed = 알림을 { $until }까지 미룸
said-decided = 결정: { $what }
said-decided-because = 결정: { $what } (이유: { $because })
said-tried = 복구 시도: { $way } ({ $outcome })
said-corrected = { $entry } 정정: { $text }
said-corrected-time = { $entry } 시각 정정
said-struck = { $entry } 삭제 표시
said-time-set = 주요 시각: { $moment }
said-time-set-again = 주요 시각: { $moment } (이전 값: { $was })
said-link = 메시지
said-kept-by = { $by } 님이 추가
said-let-go = 메시지를 타임라인에서 뺌
said-resolved = 해결 ({ $recovery })
said-closed = 종료
said-reopened = 다시 열림
said-gave-up = { $errand } 실패 ({ $why })

span-seconds = { $count }초
span-minutes = { $count }분
span-hours = { $count }시간
span-days = { $count }일

## 할 수 없는 까닭

refused-guest = 게스트는 읽을 수만 있습니다. 이 채널의 멤버에게 부탁해 주세요.
refused-severity-already = { $number } 심각도는 이미 { $severity }입니다. 다른 심각도로 바꾸려면: `{ $command } 심각도 { $number } …` (쓸 수 있는 심각도: { $known })
refused-no-such-severity = "{ $asked }" 심각도는 없습니다. 쓸 수 있는 심각도: { $known }
refused-stage-already = { $number } 장애는 이미 { $stage } 단계입니다. 다른 단계로 옮기려면 제어판의 단계 메뉴나 `{ $command } 단계 { $number } …` 명령을 써 주세요.
refused-stage-resolve = 그 단계로 옮기려면 { $number } 장애를 해결로 표시해 주세요: `{ $command } 해결 { $number }` 또는 제어판의 해결… 버튼
refused-stage-close = 그 단계로 옮기려면 { $number } 장애를 해결로 표시한 뒤 종료해 주세요: `{ $command } 종료 { $number }`
refused-role-already = { $person } 님이 이미 { $role } 역할을 맡고 있습니다. 다른 분에게 맡기려면: `{ $command } 역할 { $typed } @이름`
refused-responder-already = { $person } 님이 이미 { $role } 역할을 맡고 있습니다. 다른 영역을 맡으려면: `{ $command } 역할 { $typed } …`
refused-role-not-held = { $number }에서 { $role } 역할을 맡고 있지 않아 내려놓을 수 없습니다. 누가 맡고 있는지는 장애 채널에서 `{ $command }` 명령으로 볼 수 있습니다.
refused-role-taken = 이 버튼이 표시된 뒤에 { $person } 님이 { $role } 역할을 맡았습니다. 넘겨받으려면: `{ $command } 역할 { $number } { $typed }`
refused-reminder-answered = { $number } 알림에는 이미 다른 분이 답했습니다. 더 공유할 내용이 있으면: `{ $command } 업데이트 { $number }`
refused-export-under-way = { $number } 포스트모템을 이미 장애 채널에 올리고 있습니다. 1분이 지나도 보이지 않으면 다시 시도해 주세요: `{ $command } 내보내기 { $number }`
refused-closed = { $number } 장애는 종료되었습니다. 다시 열려면: `{ $command } 재개 { $number }`
refused-resolved-already = { $number } 장애는 이미 해결되었습니다. 종료하려면: `{ $command } 종료 { $number }`
refused-resolve-first = { $number } 장애는 아직 { $stage } 단계입니다. 먼저 해결로 표시한 뒤 종료해 주세요: `{ $command } 해결 { $number }`
refused-not-closed = { $number } 장애는 아직 { $stage } 단계로 진행 중입니다. 단계를 바꾸려면 제어판의 단계 메뉴를 써 주세요.
refused-no-such-entry = { $number } 타임라인에 { $asked } 기록이 없습니다. 마지막 기록은 { $last }입니다. 번호 보기: `{ $command } 타임라인 { $number }`
refused-not-worded = { $entry } 기록은 Firebell이 남긴 사실이라 내용을 고칠 수 없습니다. 단계 변경과 상태 페이지 갱신은 시각만 고칠 수 있습니다(`{ $command } 정정 12 시각 14:05`). 설명이 필요하면 메모를 남기거나(`{ $command } 기록 …`) 주요 시각을 바로잡아 주세요(`{ $command } 시각 …`).
refused-is-update = { $entry } 기록은 상황 공유입니다. 전달된 곳까지 모두 고치려면 장애 채널에 있는 그 상황 공유의 *수정…* 버튼을 눌러 주세요. 마지막 상황 공유는 `{ $command } 수정` 명령으로도 고칠 수 있습니다.
refused-struck-already = { $entry } 기록은 이미 삭제 표시되어 있습니다. 되살리려면 다시 기록해 주세요: `{ $command } 기록 …`
refused-kept-already = 이 메시지는 이미 { $number } 타임라인에 있습니다. 내용을 고치려면 `{ $command } 타임라인 { $number }` 명령으로 번호를 확인한 뒤 `{ $command } 정정 …` 명령을 써 주세요.
refused-moment-to-come = { $number } 장애는 아직 { $moment } 전이어서 시각을 기록할 수 없습니다. 그 시점이 되면 시각이 자동으로 기록되고, 그 뒤에는 `{ $command } 시각 …` 명령으로 바로잡을 수 있습니다.
refused-no-update-owed = { $number } 장애는 해결되어 상황 공유도 알림도 더 필요하지 않습니다. 그래도 공유할 내용이 있으면: `{ $command } 업데이트 { $number }`
refused-typed = 입력한 내용:
declare-words = 이 내용으로 장애 선언
refused-wrong-channel = 장애 채널에서 입력하거나 장애 번호를 함께 적어 주세요(예: `{ $command } 기록 INC-42 …`). 새 장애라면 `{ $command } 선언 …` 명령으로 선언해 주세요. 진행 중인 장애: { $places }
refused-no-open-incident = 장애에 쓰는 명령인데 진행 중인 장애가 없습니다. 새로 선언: `{ $command } 선언`, 종료된 장애 보기: `{ $command } 타임라인 INC-42`
refused-no-such-incident = 이 워크스페이스에는 { $number } 장애가 없습니다. 진행 중인 장애 보기: `{ $command } 목록`
refused-person-unknown = { $typed } 님을 찾을 수 없습니다. @를 입력할 때 나오는 목록에서 골라 주세요.
refused-person-deactivated = { $person } 님은 이 워크스페이스의 멤버가 아니어서 역할을 맡을 수 없습니다. 다른 사람을 골라 주세요.
refused-person-guest = { $person } 님은 게스트이거나 다른 조직 소속이어서 버튼을 누를 수 없으므로 { $role } 역할을 맡을 수 없습니다. 이 워크스페이스의 멤버를 골라 주세요.
refused-postmortem-deactivated = { $person } 님은 이 워크스페이스의 멤버가 아니어서 포스트모템을 맡을 수 없습니다. 다른 사람을 지정해 주세요: `{ $command } 종료 { $number } @이름`
refused-postmortem-guest = { $person } 님은 게스트이거나 다른 조직 소속이어서 포스트모템을 맡을 수 없습니다. 이 워크스페이스의 멤버를 지정해 주세요: `{ $command } 종료 { $number } @이름`
refused-other-workspace = 이 Firebell은 다른 워크스페이스에서 쓰는 것입니다. 설치한 분에게 문의해 주세요.
refused-no-incident-to-add-to = 진행 중인 장애가 없어 추가할 곳이 없습니다. 먼저 장애를 선언해 주세요: `{ $command } 선언`
refused-own-message = Firebell이 올린 메시지라 이미 타임라인에 있는 내용입니다. 덧붙일 내용은 `{ $command } 기록 …` 명령으로 적어 주세요.
refused-old-button = 오래된 버튼입니다. 장애 채널에서 `{ $command }` 명령을 입력하면 현재 제어판을 볼 수 있습니다.
refused-trouble = 처리 중 문제가 생겨 아무것도 저장하지 못했습니다. 다시 시도해 주세요. 계속 실패하면 Firebell 운영자에게 알려 주세요. (참조 번호 { $reference })
refused-in-doubt = 저장하는 도중 데이터베이스의 응답이 끊겨 저장되었는지 알 수 없습니다. 먼저 `{ $command } 목록` 명령 등으로 확인하고, 반영되지 않았으면 다시 시도해 주세요. (참조 번호 { $reference })
answer-late = 평소보다 오래 걸리고 있습니다. 계속 처리하고 있으며 결과는 여기에 알려 드리겠습니다. 1분이 지나도 소식이 없으면 다시 입력하기 전에 먼저 `{ $command } 목록` 명령 등으로 확인해 주세요.
flaw-late = 평소보다 오래 걸리고 있지만 계속 처리하고 있습니다. 입력한 내용은 그대로 남아 있습니다. 몇 초 뒤에 고치지 말고 다시 보내 주세요. 이미 저장된 내용이 두 번 저장되지는 않습니다.
refused-form = Slack에서 양식을 열지 못했습니다. 다시 시도해 주세요.

flaw-empty = 내용을 입력해 주세요.
flaw-too-long = { $length }자는 너무 깁니다. { $longest }자까지 쓸 수 있습니다.
flaw-past = 이미 지난 시각입니다. 더 늦은 시각을 골라 주세요.
flaw-too-far = 30일보다 먼 시각은 약속할 수 없습니다. 더 이른 시각을 골라 주세요.
flaw-ahead = 아직 오지 않은 시각입니다. 지난 시각을 적어 주세요.
flaw-long-ago = 장애 선언보다 1년 이상 앞선 시각입니다. 날짜를 확인해 주세요.
flaw-unknown = 목록에서 하나를 골라 주세요.

mistake-unknown = "{ $word }" 명령은 없습니다. 쓸 수 있는 명령 보기: `{ $command } 도움말`
mistake-near = "{ $word }" 명령은 없습니다. `{ $command } { $near }` 명령을 찾으셨나요?
mistake-declare = 어떤 심각도로 선언할까요? 예: `{ $command } 선언 sev1 결제 실패` (쓸 수 있는 심각도: { $known })
mistake-sev = 어떤 심각도로 바꿀까요? 예: `{ $command } 심각도 sev1 이유: 결제 실패` (쓸 수 있는 심각도: { $known })
mistake-stage = 어떤 단계로 옮길까요? 예: `{ $command } 단계 조치 중` (쓸 수 있는 단계: 감지, 초동 분석, 에스컬레이션, 조치 중, 모니터링)
mistake-role = 어떤 역할을 누가 맡나요? 예: `{ $command } 역할 지휘자 @이름` (쓸 수 있는 역할: { $known })
mistake-leave = 어떤 역할을 내려놓나요? 예: `{ $command } 내려놓기 지휘자` (쓸 수 있는 역할: { $known })
mistake-note = 무엇을 기록할까요? 예: `{ $command } 기록 롤백을 시작했습니다`
mistake-decided = 무엇을 결정했나요? 예: `{ $command } 결정 배포를 롤백한다 이유: 수정보다 빠르다`
mistake-tried = 무엇을 시도했나요? 예: `{ $command } 시도 롤백 실패 여전히 30% 오류` (쓸 수 있는 방법: { $known }. 결과를 알면 이어서 `성공` 또는 `실패` 중 하나를 적어 주세요.)
mistake-correct = 어느 기록을 어떻게 고칠까요? 예: `{ $command } 정정 12 롤백을 시작했습니다` 또는 `{ $command } 정정 12 시각 14:05` (번호 보기: `{ $command } 타임라인`)
mistake-strike = 어느 기록에 삭제 표시를 할까요? 예: `{ $command } 삭제 12 이유: 다른 장애의 기록` (번호 보기: `{ $command } 타임라인`)
mistake-time = 어느 주요 시각을 언제로 기록할까요? 예: `{ $command } 시각 발생 14:05`. 오늘이 아니면 시각 앞에 `어제` 또는 `2026-11-22` 같은 날짜를 써 주세요. 조직에 설정된 시간대로 읽습니다. 다른 시간대는 뒤에 써 주세요: `14:05 Europe/Berlin`. (쓸 수 있는 시점: { $known })
mistake-snooze = 얼마 동안 미룰까요? 예: `{ $command } 미루기 20분`

## 문서

export-title = { $number } 포스트모템
export-comment = { $number } 포스트모템의 현재 내용입니다. "작성 필요"로 표시된 부분을 채워 주세요.
