## 누가 어떤 역할을 맡을 수 있는가

duties-question = :warning: { $person } 님은 이미 { $beside } 역할을 맡고 있습니다. 이해관계자와 소통하는 사람이 지휘나 복구까지 함께 맡으면 둘 다 놓치기 쉽습니다. 가능하면 다른 분이 맡아 주세요.
duties-take-anyway = 그래도 맡기
duties-give-anyway = 그래도 지정하기
refused-duties-kept-apart = { $person } 님은 이미 { $beside } 역할을 맡고 있어 { $role } 역할을 함께 맡을 수 없습니다. 이해관계자와 소통하는 사람은 지휘나 복구를 함께 맡지 않습니다. 다른 분에게 맡기거나, 지금 역할을 먼저 넘겨 주세요: { $ways }
duties-way-leave = `{ $command } 내려놓기 { $role }`
duties-way-pass = `{ $command } 역할 { $role } @…`
line-role-beside = { $person } 님은 { $beside } 역할도 함께 맡고 있습니다.
roles-and = { $roles }·{ $role }
said-role-beside = { $role }: { $person } ({ $beside } 겸임, 분리해야 하는 역할)
fact-role-beside = { $beside } 겸임, 분리해야 하는 역할

taking-over-question = 이 버튼이 표시된 뒤에 { $person } 님이 { $role } 역할을 맡았습니다. 역할을 넘겨받으시겠습니까?
taking-over = 넘겨받기

## 포스트모템 담당자에게 하는 말.

postmortem-owed = { $number } ({ $severity }) 포스트모템 작성을 맡으셨습니다: { $title }.
postmortem-found = 대응 기록은 { $channel } 채널에 있고, `{ $command } 내보내기 { $number }` 명령을 입력하면 초안이 채널에 올라갑니다.
postmortem-found-alone = `{ $command } 타임라인 { $number }` 명령으로 기록을 볼 수 있습니다.
errand-entrust-postmortem = 포스트모템 담당자에게 개별 안내

## 역할을 맡은 사람에게 보내는 안내. 짧게 여섯 줄까지, 가장 먼저 할 일부터.

instructions-heading = { $number } ({ $severity }) *{ $role }* 역할을 맡으셨습니다: { $title }
instructions-place = (장애 채널 { $channel })
instructions-commander =
    전체 상황을 보고 결정하는 역할입니다. 원인 조사와 복구는 다른 분에게 맡기세요.
    1. 심각도가 맞는지 확인: `{ $command } 심각도 { $number } sev1 이유: …`
    2. 사람 모으기: `{ $command } 역할 { $number } 초동 분석 @…`, 이해관계자 소통은 `{ $command } 역할 { $number } 커뮤니케이션 @…`
    3. 진행 단계 알리기: `{ $command } 단계 { $number } 조치 중`
    4. 결정은 바로 기록: `{ $command } 결정 { $number } … 이유: …`
    지쳤거나 자리를 비워야 하면 넘기기: `{ $command } 역할 { $number } 지휘자 @…`
instructions-triage =
    무엇이 고장 났고 누가 영향을 받는지 밝히는 역할입니다. 복구는 다른 분이 합니다.
    1. 고객에게 보이는 현상, 시작 시각, 규모 기록: `{ $command } 기록 { $number } …`
    2. 언제 시작됐는지 기록: `{ $command } 시각 { $number } 발생 14:05`
    3. 심각도가 맞는지 확인: `{ $command } 심각도 { $number } sev1 이유: …`
    4. 그 부분을 잘 아는 사람 부르기: `{ $command } 역할 { $number } 대응자 @… 데이터베이스`
    끝나면 지휘자에게 알리고 내려놓기: `{ $command } 내려놓기 { $number } 초동 분석`
instructions-communications =
    이해관계자와 소통해 다른 분들이 복구에 집중하게 하는 역할입니다.
    1. 아는 것이 적어도 지금 바로 공유: `{ $command } 업데이트 { $number }`
    2. 고객이 겪는 일로 쓰기: "파드 재시작"이 아니라 "카드 결제 실패"
    3. 다음 공유는 지킬 수 있는 시각으로 약속. 그때 알려 드립니다.
    4. 변동이 없다는 것도 소식: `{ $command } 변동없음 { $number }`
    언제 끝날지는 지휘자에게 확인한 뒤 알리세요.
instructions-responder =
    서비스를 되살리는 역할입니다. 전체 상황은 지휘자가 봅니다.
    1. 맡은 영역 알리기: `{ $command } 역할 { $number } 대응자 데이터베이스`
    2. 무엇을 바꿀지 채널에 먼저 말하고, 한 번에 하나씩 바꾸기
    3. 시도는 실패한 것까지 기록: `{ $command } 시도 { $number } 롤백 실패 …`
    원인 해결보다 당장 효과 있는 조치가 먼저입니다.
    끝났거나 교대하면 내려놓기: `{ $command } 내려놓기 { $number } 대응자`

## 더는 함께하지 않는 사람

line-holder-left-channel = { $person } 님이 채널을 나가 { $roles } 역할이 비었습니다.
line-holder-deactivated = { $person } 님의 계정이 비활성화되어 { $roles } 역할이 비었습니다.
line-owner-falls-back = 새 지휘자가 정해질 때까지 { $number } 담당자는 { $owner } 님입니다.
line-holder-became-guest = { $person } 님이 게스트로 전환되어 { $roles } 역할이 비었습니다.
line-gone-left-channel = { $person } 님이 채널을 나갔습니다.
line-gone-deactivated = { $person } 님의 계정이 비활성화되었습니다.
line-gone-became-guest = { $person } 님이 게스트로 전환되었습니다.
line-command-left-to-nobody = { $by } 님이 *{ $role }* 역할을 내려놓았고, { $number } 장애를 선언한 { $owner } 님도 자리에 없습니다.
line-owner-gone = <!here> { $number } 담당자가 남아 있지 않습니다. 가능한 분이 지휘를 맡아 주세요.
owner-gone = 없음({ $owner } 님 부재)
said-owner-gone = 담당자 없음: { $person } 부재
said-owner-left-channel = 담당자: { $person } 채널 나감
said-owner-deactivated = 담당자: { $person } 계정 비활성화
said-owner-became-guest = 담당자: { $person } 게스트로 전환
fact-owner-gone = 담당자 없음: { $who } 부재
fact-owner-left-channel = 담당자: { $who } 채널 나감
fact-owner-deactivated = 담당자: { $who } 계정 비활성화
fact-owner-became-guest = 담당자: { $who } 게스트로 전환
said-role-left-channel = { $role }: { $person } 채널 나감
said-role-deactivated = { $role }: { $person } 계정 비활성화
said-role-became-guest = { $role }: { $person } 게스트로 전환
fact-role-left-channel = { $role }: { $who } 채널 나감
fact-role-deactivated = { $role }: { $who } 계정 비활성화
fact-role-became-guest = { $role }: { $who } 게스트로 전환

## 대응자가 일하는 영역

area-question = 어느 영역을 맡으시나요? 해당하는 것을 모두 누르세요. 직접 입력: `{ $command } 역할 { $number } 대응자 …`
area-database = 데이터베이스
area-frontend = 프론트엔드
area-infrastructure = 인프라
area-security = 보안

## 조직에서 추가한 역할

panel-take-own = { $role } 맡기
panel-join-own = { $role } 참여
instructions-own = 끝났거나 교대하면 내려놓기: `{ $command } 내려놓기 { $number } { $key }`
refused-no-such-role = "{ $asked }" 역할은 없습니다. 쓸 수 있는 역할: { $known }
