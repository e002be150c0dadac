## 시계가 하는 말(알림 자체는 messages.ftl에 있음).

heads-up = { $number } · { $severity } · *{ $title }*: 다음 상황 공유까지 { $left } 남았습니다. 예정 시각: { $at }. 그때까지 공유가 없으면 { $place }에서 알려 드리겠습니다.
heads-up-thread = 장애 공지 스레드

refused-snooze = { $severity } 알림은 한 번에 1분에서 { $longest }까지 미룰 수 있습니다. 더 오래 미루려면 다음 공유 예정 시각을 늦춰 상황을 공유해 주세요: `{ $command } 업데이트`
refused-no-snooze = { $severity } 알림은 미룰 수 없습니다. 상황을 공유하거나 변동이 없다고 알려 주세요: `{ $command } 업데이트`, `{ $command } 변동없음`
refused-snoozed-often = { $number } 알림은 마지막 공유 후 이미 { $times }번 미뤘고, { $severity }에서는 더 미룰 수 없습니다. 상황을 공유하거나 변동이 없다고 알려 주세요: `{ $command } 업데이트`, `{ $command } 변동없음`. 그다음에는 다시 미룰 수 있습니다.

line-mitigated-update = { $person } 님, 상황을 공유해 주세요. 나아지고 있다는 소식을 이해관계자들이 기다리고 있습니다.
line-resolved-update = { $person } 님, 마지막 상황을 공유해 주세요. 무슨 일이 있었는지, 그리고 이제 끝났다는 것을 알려 주세요.
