## 앱 홈

home-declare = 장애 선언
home-refresh = 새로 고침
home-as-of = { $at } 기준. 이 화면을 열거나, 새로 고침을 누르거나, 여기서 연 양식을 보내면 다시 그려집니다.
home-guest = 이 화면의 장애 목록은 워크스페이스 정식 멤버에게만 보입니다. 문제를 발견했다면 멤버에게 `{ $command }` 명령으로 알려 달라고 부탁해 주세요. 초대받은 장애는 해당 채널에서 볼 수 있습니다.
home-trouble = :warning: 지금은 장애 목록을 보여 드릴 수 없습니다. 잠시 뒤 새로 고침을 눌러 주세요. 계속 실패하면 Firebell 운영자에게 알려 주세요. (참조 번호 { $reference })
home-old-button = 오래된 버튼입니다. 화면을 다시 그렸으니 한 번 더 시도해 주세요.

home-owed = 내가 할 일
home-owed-nothing = 없습니다. 맡은 역할도, 올려야 할 상황 공유도 없습니다.
home-owed-more = { $count ->
   *[other] …그 밖에 { $count }건이 더 있습니다.
}
home-roles = 맡은 역할: { $roles }
home-stands-in = 지휘자가 정해질 때까지 담당자입니다
home-to-close = 해결됨. 남은 일이 없으면 종료해 주세요
home-update-ahead = 다음 상황 공유 { $at }
home-update-due = :alarm_clock: *상황을 공유할 시간*, 예정 { $at }
home-update-overdue = :rotating_light: *상황 공유 지연*, 예정 { $at }
home-postmortem = :memo: 포스트모템 작성 담당 · 종료 { $at }

home-board = { $count ->
   *[other] 진행 중인 장애 { $count }건
}
home-stage = *{ $stage }* · { $count }건
home-inbox-overflows = :inbox_tray: *접수 대기 초과*: 아직 아무도 살펴보지 않은 장애가 { $limit }건을 넘었습니다
home-owner = 담당자 { $owner }
home-age = 이 단계에서 { $age }째
home-age-new = 방금 이 단계로 들어옴
home-no-commander = :raising_hand: *지휘자 없음*
home-over-limit = :hourglass: *이 단계 기준 { $limit } 초과*
home-page = { $pages }쪽 중 { $page }쪽
home-page-before = ◀ 이전 쪽
home-page-after = 다음 쪽 ▶
home-beyond = { $count ->
   *[other] 더 오래된 장애 { $count }건도 진행 중이지만 여기에는 다 담지 못했습니다.
}
home-empty = :white_check_mark: *진행 중인 장애가 없습니다.* 문제가 생기면 위의 *장애 선언* 버튼을 누르거나, 아무 채널에서나 `{ $command } 선언 sev1 무슨 문제인지` 명령으로 비상벨을 울려 주세요. 제목만 있으면 됩니다. 자세한 내용은 나중에 덧붙일 수 있습니다.

home-ended = 최근에 끝난 장애
home-closed = 종료 { $at }
home-cancelled = 취소 { $at }
