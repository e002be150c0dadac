## 전달 중인 상황 공유와 이해관계자에게 알리는 글

fates-delivered = 전달: { $places }
fates-waiting = Slack 응답 대기: { $places }
fates-given-up = { $place }: 전달하지 못했습니다 ({ $why })
fates-not-corrected = { $place }: 고치기 전 내용이 그대로 있습니다 ({ $why })
fates-retry = 다시 시도

line-undelivered = :warning: { $number }: { $errand }에 실패했습니다 ({ $why }). 원인을 해결한 뒤 *다시 시도* 버튼을 눌러 주세요.

notice-last-update = 마지막 상황 공유 { $at }
notice-next-update = 다음 상황 공유 예정 { $at }
notice-closed = 종료 { $at }

told-nothing-new = { $number }: 아직 변동이 없습니다.
told-resolved = :white_check_mark: { $number } 장애가 해결되었습니다.
told-not-resolved = :rotating_light: { $number } 장애가 아직 끝나지 않았습니다. *{ $stage }* 단계로 돌아갔습니다.
told-closed = { $number } 장애가 종료되었습니다.
told-reopened = :rotating_light: { $number } 장애가 아직 끝나지 않아 다시 열렸습니다.

refused-nothing-to-retry = { $number } 장애에서 그곳으로 다시 보낼 내용이 없습니다. 이미 전달되었거나 다시 보내는 중입니다.

errand-tell-more = 이해관계자 채널 상황 공유
errand-refresh-notice = 이해관계자 채널 공지 갱신
errand-refresh-copies = 상황 공유 내용 수정
