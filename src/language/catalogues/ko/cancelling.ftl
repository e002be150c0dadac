## 장애가 아니었던 장애, 서로 같은 장애

stage-cancelled = 취소

line-cancelled = :no_entry_sign: { $by } 님이 { $number } 장애를 취소했습니다. 실제 장애가 아니었습니다.
line-cancelled-duplicate = :no_entry_sign: { $by } 님이 { $number } 장애를 취소했습니다. { $original } 장애와 중복입니다.
line-go-on-there = 대응은 { $channel } 채널에서 이어 가 주세요.
line-duplicate-found = { $by } 님이 { $other } 장애를 { $number } 장애의 중복으로 처리했습니다. 제목: { $title }.
line-duplicate-gone = { $by } 님이 { $other } 장애를 다시 열었습니다. { $number } 장애와 중복이 아닙니다.

cause-no-incident = 실제 장애가 아님
cause-duplicate = { $original } 장애와 중복
topic-duplicate = { $original } 장애와 중복

announcement-origin-over = 시작 { $since } · 선언 { $by } · 당시 채널 { $channel }
panel-cancel = 취소…
panel-cancelled = 취소
panel-cause = 사유
panel-because = 설명
panel-duplicates = 중복된 장애
reminder-cancelled = { $by } 님이 { $number } 장애를 취소했습니다. 상황 공유는 더 필요하지 않습니다.

form-back = 돌아가기
cancel-title = { $number } 취소
cancel-submit = 장애 취소
cancel-hint = *{ $title }*
    취소하면 알림이 더 오지 않습니다. 나중에 다시 열 수 있습니다.
cancel-duplicate = 원래 장애 (이 장애와 중복)
cancel-duplicate-hint = 같은 문제를 이미 다른 장애에서 대응하고 있으면 골라 주세요. 비워 두면 실제 장애가 아니었던 것으로 기록합니다.
cancel-duplicate-newest = 진행 중인 장애 가운데 Slack에 표시할 수 있는 만큼, 최근 것만 보입니다. 더 오래된 장애와 중복이면 이 장애의 채널에서 { $command } 취소 중복 INC-42 명령을 입력해 주세요.
cancel-because = 이유
cancel-because-example = 오탐: 부하 테스트가 공지되지 않았습니다

answer-cancelled = { $number } 장애를 취소했습니다. 실제 장애가 아니었던 것으로 기록했습니다.
answer-cancelled-duplicate = { $number } 장애를 { $original } 장애의 중복으로 취소했습니다.

said-cancelled = 취소: 실제 장애가 아님
said-cancelled-duplicate = { $original } 장애와 중복이어서 취소
said-duplicate-found = { $number } 장애를 이 장애의 중복으로 처리
said-duplicate-gone = { $number } 장애를 다시 엶, 이 장애와 중복이 아님

fact-cancelled = 취소: 실제 장애가 아님
fact-cancelled-duplicate = { $original } 장애와 중복이어서 취소
fact-duplicate-found = { $number } 장애가 이 장애와 중복으로 확인됨
fact-duplicate-gone = { $number } 장애가 다시 열림, 이 장애와 중복이 아님

postmortem-cancelled = 취소된 장애입니다. 실제 장애가 아니었습니다.
postmortem-cancelled-duplicate = { $original } 장애와 중복이어서 취소된 장애입니다.
postmortem-lasted-until-cancelled = { $span } (선언부터 취소까지)
postmortem-duplicates = 중복된 장애

refused-cancelled = { $number } 장애는 취소되었습니다. 다시 열려면: `{ $command } 재개 { $number }`
refused-cancelled-duplicate = { $number } 장애는 { $original } 장애와 중복이어서 취소되었습니다. 대응은 { $original } 쪽에서 이어 가 주세요. 서로 다른 장애라면 다시 열 수 있습니다: `{ $command } 재개 { $number }`
refused-stage-cancel = { $number } 장애를 취소하려면: `{ $command } 취소 { $number }` 또는 제어판의 취소… 버튼
refused-own-duplicate = { $number } 장애가 자기 자신과 중복일 수는 없습니다. 다른 장애의 번호를 적어 주세요. 진행 중인 장애 보기: `{ $command } 목록`
refused-duplicate-of-own = { $asked } 장애가 { $number } 장애와 중복이어서 이미 취소되었습니다. 대응은 { $number } 쪽에서 합니다. 반대로 바꾸려면 { $asked } 장애를 먼저 다시 열어 주세요: `{ $command } 재개 { $asked }`
refused-duplicate-of-duplicate = { $asked } 장애도 { $original } 장애와 중복입니다. { $original } 번호로 다시 입력해 주세요: `{ $command } 취소 { $number } 중복 { $original }`
refused-duplicate-of-ended = { $asked } 장애는 이미 끝났습니다(단계: { $stage }). 같은 문제라면 먼저 다시 열어 주세요: `{ $command } 재개 { $asked }`
mistake-duplicate = 어느 장애와 중복인가요? 예: `{ $command } 취소 중복 INC-42` (진행 중인 장애 보기: `{ $command } 목록`)

errand-link = 원래 장애 쪽 중복 알림
errand-unlink = 다른 장애 쪽 중복 해제 알림
errand-point-here = 중복 장애 쪽 새 채널 알림

## 합친 장애

line-merged = :no_entry_sign: { $by } 님이 { $number } 장애를 { $original } 장애에 합쳤습니다. 여기에 기록된 내용도 함께 옮겨집니다.
line-timeline-comes = 그쪽 기록이 이 타임라인에 추가됩니다.
answer-merged = { $number } 장애를 { $original } 장애에 합쳤습니다. 기록은 { $original } 타임라인에 추가됩니다. 합친 뒤에 기록을 더 남겼다면 한 번 더 합쳐 주세요.
mistake-merge = 어느 장애에 합칠까요? 끝낼 장애의 채널에서 `{ $command } 병합 INC-42`, 또는 `{ $command } 병합 INC-43 INC-42`
fact-brought = { $number }: { $fact }
