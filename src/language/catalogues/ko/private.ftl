## 비공개 장애.

declare-private = 비공개
declare-private-hint = 장애 채널에 있는 사람만 볼 수 있고 어디에도 공지되지 않습니다.
announcement-private = :lock: { $number } 장애는 비공개로 대응하고 있습니다.
answer-private-channel-coming = 비공개 장애이므로 다른 사람에게는 알리지 않습니다. 비공개 채널을 만드는 중이며 곧 초대됩니다.
line-opened-in-private = :lock: { $number } 장애는 비공개입니다. 이 채널에 있는 사람만 볼 수 있으며 어디에도 공지되지 않았습니다.
    필요한 사람은 `/invite @이름` 명령으로 초대하거나 역할을 맡겨 주세요. 이 채널에서 나가면 더는 볼 수 없습니다.
line-goes-on-in-private = :lock: { $number } 장애는 이제 비공개입니다. 이 채널에 있는 사람만 볼 수 있습니다.
    필요한 사람은 `/invite @이름` 명령으로 초대하거나 역할을 맡겨 주세요. 이 채널에서 나가면 더는 볼 수 없습니다.
line-no-private-channel = :warning: { $number } 장애의 비공개 채널을 만들지 못했습니다({ $why }). 공개된 내용은 없으며 *아직 아무에게도 알리지 않았습니다*. 알아야 할 사람에게 직접 알려 주세요. 원인은 Firebell 운영자가 `firebell check` 명령으로 확인할 수 있습니다.
line-no-new-private-channel = :warning: { $number } 장애의 비공개 채널을 만들지 못해({ $why }) 대응 중인 사람들이 모일 채널이 없습니다. 다른 사람은 더 이상 이 장애를 볼 수 없습니다. 대응할 사람을 직접 모아 주세요. 원인은 Firebell 운영자가 `firebell check` 명령으로 확인할 수 있습니다.
postmortem-private = **비공개 문서입니다.** 이 장애에 참여한 사람만 볼 수 있습니다.

make-private-title = 비공개로 전환
make-private-submit = 비공개로 전환
make-private-does = *{ $number } 장애의 비공개 채널을 새로 만듭니다.* { $people }만 들어가며 다른 사람은 더 이상 이 장애를 찾을 수 없습니다. 장애 공지, 다른 채널의 안내, 그 스레드에 Firebell이 올린 글에는 비공개로 대응한다는 내용만 남습니다.
make-private-people = 선언한 사람, 역할을 맡은 사람, 본인, 비공개 장애 담당 그룹
make-private-people-there = 역할을 맡은 사람, 본인, 비공개 장애 담당 그룹
make-private-leaves = 지금 채널은 번호만 남긴 이름으로 바뀐 뒤 보관됩니다.
make-private-archived = *보관된 채널은 그대로 남습니다:* { $channels }. Slack에서는 앱이 보관된 채널을 바꿀 수 없으므로 이름에 든 제목과 Firebell이 올린 글이 그대로 남아 누구나 읽을 수 있습니다. 지우려면 Slack에서 채널 보관을 해제해 주세요. 그러면 이름을 번호로 바꾸고 올린 글을 회수한 뒤 다시 보관합니다.
make-private-cannot = *되돌릴 수 없는 것:* 장애 공지, 다른 채널의 안내, 이 채널의 대화를 이미 읽은 사람은 내용을 알고 있습니다. 지금 채널에서 사람들이 나눈 대화와 장애 공지 및 안내 스레드에 단 답글은 그대로 남아 누구나 읽을 수 있습니다. 다시 공개로 전환할 수 없습니다.
make-private-because = 이유
make-private-because-example = 개인정보 유출이 의심됩니다
line-left-behind = :lock: { $number } 장애는 이제 비공개로 대응합니다. 필요한 사람은 비공개 채널에 초대됩니다. 이 채널의 대화는 누구나 계속 읽을 수 있으며 채널은 곧 보관됩니다.
said-made-private = 비공개로 전환
fact-made-private = 비공개로 전환했습니다.
refused-private-already = { $number } 장애는 이미 비공개라서 장애 채널에 있는 사람만 찾을 수 있습니다. 다른 사람도 보아야 하면 채널에 초대하세요.
refused-retry-in-private = { $number } 장애는 비공개라서 장애 채널 밖에는 더 이상 아무것도 올리지 않습니다. 그래서 다시 보내지 않았습니다. 알아야 할 사람은 장애 채널에 초대해 주세요.
errand-leave-behind = 이전 채널 정리 및 보관
errand-take-back = 장애 채널 밖에 올린 내용 회수
refused-private-beside = { $number } 장애와 { $asked } 장애는 연결할 수 없습니다. 한쪽이 비공개라서 다른 쪽 사람들에게 알려지게 됩니다. `{ $command } 취소 { $number } 이유: …` 명령으로 다른 장애를 적지 않고 취소할 수 있습니다.

## An incident that has become private, where others were linked with it.
cause-duplicate-private = 비공개 장애와 중복
said-cancelled-beside-private = 비공개 장애와 중복이어서 취소
fact-cancelled-beside-private = 비공개 장애와 중복이어서 취소
postmortem-cancelled-beside-private = 비공개 장애와 중복이어서 취소된 장애입니다.
said-withheld = 비공개 장애에 관한 기록
fact-withheld = 비공개 장애에 관한 기록
line-withheld = :lock: 비공개로 전환된 장애에 관한 내용이 있던 자리입니다.
errand-unname = 연결된 장애에서 이름 지우기
errand-take-back-name = 비공개로 전환된 장애의 이름을 이 채널에서 지우기
