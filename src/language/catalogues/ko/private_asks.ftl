## 채널이 없는 비공개 장애에서 묻고 알리는 말.

line-no-commander-alone = { $number } ({ $severity }) 지휘자가 아직 없고, 지휘자를 찾는다고 알릴 채널도 없습니다. 직접 지휘를 맡거나 다른 사람에게 맡겨 주세요: `{ $command } 역할 { $number } 지휘자 @이름`
line-read-by-nobody = :warning: { $number } 장애는 채널이 없어 방금 공유한 상황을 다른 사람이 읽을 수 없습니다. 내용은 타임라인에 남아 있습니다. 알아야 할 사람에게 직접 알려 주세요.
update-read-by-nobody = :warning: *이 장애는 채널이 없어 상황을 공유해도 다른 사람이 읽을 수 없습니다.* 내용은 타임라인에 남습니다. 알아야 할 사람에게 직접 알려 주세요.
heads-up-alone = 이 대화
