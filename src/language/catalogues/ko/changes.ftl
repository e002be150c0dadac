## 장애 직전이나 장애 중에 바뀐 것

line-changed = { $by } 님이 { $at }의 변경 사항을 기록했습니다: { $what }
said-changed = 변경: { $what }
said-change-link = 상세
answer-changed = { $number } 타임라인에 변경 사항을 기록하고 장애 채널에 알렸습니다.
answer-changed-time = 변경이 일어난 시각: { $at } (시간대 { $zone }).
fact-changed = 변경: { $what }
mistake-changed = 무엇이 바뀌었나요? 예: `{ $command } 변경 시각 10:50 결제 2.14 배포 https://ci.example.com/7` (시각과 링크는 빼도 됩니다.)
