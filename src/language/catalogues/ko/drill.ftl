## 훈련.

drill-mark = [훈련]
drill-channel = 훈련
declare-manner = 장애 종류
declare-drill = 훈련
declare-drill-hint = 실제 장애가 아닙니다. 모든 메시지에 [훈련] 표시가 붙고 지표에서 빠집니다.
postmortem-drill = **훈련 기록입니다.** 실제 장애가 아니었으며 어떤 지표에도 포함되지 않습니다.
refused-drill-beside = { $number } 장애와 { $asked } 장애는 연결할 수 없습니다. 하나는 훈련이고 하나는 실제 장애입니다. { $number } 장애만 취소하려면 `{ $command } 취소 { $number } 이유: …` 명령을 입력해 주세요.
