## 시계가 하는 말(알림 자체는 messages.ftl에 있음).

heads-up = { $number } · { $severity } · *{ $title }*: 다음 상황 공유까지 { $left } 남았습니다. 예정 시각: { $at }. 그때까지 공유가 없으면 { $place }에서 알려 드리겠습니다.
heads-up-thread = 장애 공지 스레드
