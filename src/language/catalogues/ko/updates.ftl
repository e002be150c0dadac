## 전달 중인 상황 공유와 이해관계자에게 알리는 글

fates-delivered = 전달: { $places }
fates-waiting = Slack 응답 대기: { $places }
fates-given-up = { $place }: 전달하지 못했습니다 ({ $why })
fates-not-corrected = { $place }: 고치기 전 내용이 그대로 있습니다 ({ $why })
fates-retry = 다시 시도

line-undelivered = :warning: { $number }: { $errand }에 실패했습니다 ({ $why }). 원인을 해결한 뒤 *다시 시도* 버튼을 눌러 주세요.

line-delivered-after-all = :white_check_mark: { $number }: { $place } 채널에 최신 상황이 전달되었습니다.
line-undelivered-again = { $number }: { $place } 채널에 다시 보냈지만 실패했습니다. 아래 새 메시지를 확인해 주세요.

notice-last-update = 마지막 상황 공유 { $at }
notice-next-update = 다음 상황 공유 예정 { $at }
notice-closed = 종료 { $at }

told-nothing-new = { $number }: 아직 변동이 없습니다.
told-resolved = :white_check_mark: { $number } 장애가 해결되었습니다.
told-not-resolved = :rotating_light: { $number } 장애가 아직 끝나지 않았습니다. *{ $stage }* 단계로 돌아갔습니다.
told-closed = { $number } 장애가 종료되었습니다.
told-cancelled = :no_entry_sign: { $number } 장애가 취소되었습니다. 확인해 보니 장애가 아니었습니다.
told-duplicate = :no_entry_sign: { $number } 장애가 취소되었습니다. { $other } 장애와 같은 내용이어서 그쪽에서 이어집니다.
told-reopened = :rotating_light: { $number } 장애가 아직 끝나지 않아 다시 열렸습니다.

refused-nothing-to-retry = { $number } 장애에서 그곳으로 다시 보낼 내용이 없습니다. 이미 전달되었거나 다시 보내는 중입니다. 전달 결과는 장애 채널의 상황 공유 메시지에서 확인해 주세요.

errand-tell-more = 이해관계자 채널 상황 공유 전달
errand-refresh-notice = 이해관계자 채널 공지 갱신
errand-refresh-copies = 전달된 상황 공유 수정

## 수정, 외부 공지, 미리 보기

update-edit = 수정…
update-corrected = { $at } 수정됨
update-preview = 미리 보기
correction-title = 상황 공유 수정
correction-submit = 모두 수정
correction-hint = 이미 전달된 곳의 내용을 모두 고치고 수정 시각을 표시합니다. 아직 전달되지 않은 곳에는 고친 내용만 나갑니다. 이전 내용은 타임라인에 남습니다.
refused-update-out-of-hand = { $number } 장애에 수정할 수 있는 상황 공유가 없습니다. 아직 공유하지 않았거나 최근 다섯 건보다 오래된 것입니다. 새로 공유하려면: `{ $command } 업데이트`

external-heading = *상황 안내* { $number }
external-hint = *외부 공지.* 바뀐 내용이 있을 때만 외부에 나갑니다. 위 내용은 외부에 보이지 않습니다.
external-state = 현재 상태
external-state-hint = 이용자의 말로 적어 주세요. "db-3 복제 지연"이 아니라 "카드 결제가 되지 않습니다. 계좌 이체는 정상입니다"처럼 씁니다.
external-state-example = 이용자 약 3분의 1의 카드 결제가 되지 않습니다. 계좌 이체는 정상입니다.
external-expected-fix = 복구 예상 시각
external-expected-fix-hint = 확실하지 않으면 추측하지 말고 비워 두세요.
external-expected-fix-example = 12시 30분(KST) 이전
external-follow-up = 추후 안내
external-follow-up-hint = 그동안 이용자가 할 수 있는 일과 다음 안내 방법을 적어 주세요.
external-follow-up-example = 계좌 이체를 이용해 주세요. 12시 15분(KST)에 다시 안내하겠습니다.
external-notice = { $light } *서비스 장애에 대응하고 있습니다* · { $number }
external-notice-over = { $light } *서비스 장애가 해결되었습니다* · { $number }
external-notice-cancelled = { $light } *취소됨* · { $number }
external-since = 시작 { $at }
external-resolved = 해결 { $at }
told-reopened-outside = :rotating_light: { $number } 장애가 아직 끝나지 않았습니다. 다시 대응하고 있습니다.

preview-title = 미리 보기
preview-back = 양식으로 돌아가기
preview-not-shown = Slack에서 { $number } 상황 공유의 미리 보기를 열지 못했습니다. 입력한 내용은 양식에 그대로 있으니, 미리 보기 없이 보내거나 *미리 보기*를 다시 눌러 주세요.
preview-inside = *내부:* { $places }
preview-outside = *외부:* { $places }
preview-nothing-outside = *외부:* 나가는 내용이 없습니다. 외부에 알리려면 외부 공지를 적어 주세요.

update-what-happened-hint = "db-3 복제 지연" 같은 시스템 용어보다 "카드 결제가 되지 않습니다"처럼 서비스 용어로 적어 주세요.
update-impact-hint = "/pay 5xx 12%"보다 "카드 결제의 약 30%"가 좋습니다.
update-doing-hint = "db-3 → db-4 페일오버"보다 "예비 데이터베이스로 전환하고 있습니다"가 좋습니다.

moment-told-outside = 첫 외부 공지
said-update-corrected = 상황 공유 수정: { $text }
said-outside = 외부 공지: { $text }
fact-update-corrected = 상황 공유 수정: { $text }
