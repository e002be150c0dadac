## 서비스: 어느 서비스의 장애인지, 그에 따라 무엇을 하는지

panel-service-none = 아직 정하지 않음
panel-service-owner = 담당 그룹 { $group }
panel-service-choose = 선택…
panel-service-change = 변경…
panel-runbooks = :books: 런북: { $links }

service-title = { $number } 서비스
service-submit = 저장
service-hint = 서비스 담당자를 초대하고 이해관계자에게 알립니다. 이미 채널에 있는 사람은 그대로 남습니다.
service-private = :lock: 비공개 장애이므로 서비스를 정해도 *담당자를 부르거나 다른 곳에 알리지 않습니다*. 필요한 사람은 `/invite @이름` 명령으로 초대하거나 역할을 맡겨 주세요.
service-quiet-drill = 조용한 훈련이므로 서비스를 정해도 *담당자를 부르거나 다른 곳에 알리지 않습니다*. 참여할 사람은 `/invite @이름` 명령으로 초대해 주세요.

line-service = { $by } 님이 { $number } 장애의 서비스를 정했습니다: *{ $to }*
line-service-changed = { $by } 님이 { $number } 장애의 서비스를 바꿨습니다: *{ $from }* → *{ $to }*
said-service = 서비스: { $to }
said-service-changed = 서비스 { $from } → { $to }
fact-service-chosen = 서비스: { $to }
fact-service-changed = 서비스 변경: { $from } → { $to }
answer-service = { $number } 장애의 서비스: { $service }

action-service = 서비스 변경
refused-no-such-service = "{ $asked }" 서비스는 목록에 없습니다. 다음 중에서 골라 주세요: { $known }
refused-service-already = { $number } 장애의 서비스는 이미 { $service }입니다. 다른 서비스로 바꾸려면: `{ $command } 서비스 { $number } …`

postmortem-moved = 서비스 변경
