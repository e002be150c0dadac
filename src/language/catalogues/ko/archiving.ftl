## 채널 보관

line-to-be-archived = :file_cabinet: 이 채널은 { $at }에 보관 처리됩니다. 내용은 계속 볼 수 있습니다. { $number } 장애가 끝나지 않았다면 `{ $command } 재개` 명령으로 다시 열어 주세요.
line-archived-while-open = :warning: { $number } 장애가 아직 진행 중인데 장애 채널이 보관 처리되었습니다. 채널이 다시 생길 때까지 상황 공유 알림은 여기로 보냅니다. 새 채널이 필요하면 버튼을 누르거나 `{ $command } 재개 { $number }` 명령을 입력해 주세요. 장애가 끝났다면 `{ $command } 해결 { $number }`, 이어서 `{ $command } 종료 { $number }` 명령을 입력해 주세요.
line-new-channel = 새 채널 만들기
line-moves-on = { $number } 장애 채널이 보관 처리되어 { $by } 님이 새 채널을 요청했습니다. 이제 새 채널에서 대응합니다. 이전 채널의 대화는 계속 볼 수 있습니다.
said-channel-archived = 장애 채널 보관 처리
said-channel-unarchived = 장애 채널 보관 취소
fact-channel-archived = 장애 채널이 보관 처리됨
fact-channel-unarchived = 장애 채널 보관이 취소됨
panel-former = 이전 채널 (보관됨)
answer-reopened-elsewhere = { $number } 장애는 새 채널에서 이어집니다. 채널을 만들고 있으며 곧 초대됩니다. 이전 채널은 보관되어 내용만 볼 수 있습니다.
refused-channel-archived = { $number } 장애 채널은 보관되어 있어 올릴 수 없습니다. 기록 보기: `{ $command } 타임라인 { $number }`, 포스트모템 출력(Firebell 운영자): `firebell export { $number }`, 새 채널에서 이어가기: `{ $command } 재개 { $number }`
errand-archive-channel = 장애 채널 보관
