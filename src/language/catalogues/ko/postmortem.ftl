## 포스트모템 문서. 사람이 쓴 글은 그대로 들어가므로, 값 뒤에는 공백이나 줄 끝이 오게 합니다.

postmortem-to-fill = 작성 필요: { $what }
postmortem-not-yet = 아직 없음
postmortem-not-recorded = 기록 없음

postmortem-days = { $n }일
postmortem-hours = { $n }시간
postmortem-minutes = { $n }분
postmortem-seconds = { $n }초
postmortem-under-a-second = 1초 미만

postmortem-not-over = 아직 끝나지 않은 장애입니다(현재 단계: { $stage }). 장애가 끝나면 다시 내보내 주세요.
postmortem-not-closed = 해결되었지만 아직 종료되지 않은 장애입니다.
postmortem-written = 작성 시각: { $at } (모든 시각은 { $zone } 기준)

postmortem-item = 항목
postmortem-value = 내용
postmortem-severity = 심각도
postmortem-severity-at-first = { $now }, 선언 시 { $first }
postmortem-review = 검토 범위
postmortem-stage = 단계
postmortem-service = 서비스
postmortem-declared-by = 선언자
postmortem-channel = 채널
postmortem-open-channel = Slack에서 열기
postmortem-no-channel = 채널 없음
postmortem-owner = 포스트모템 담당자
postmortem-duration = 지속 시간
postmortem-lasted = { $span } (선언부터 해결까지)
postmortem-lasting = 현재까지 { $span }
postmortem-reopened = 다시 열림
postmortem-times = { $n }회
postmortem-fill-service = 어느 서비스인지
postmortem-fill-owner = 이 문서를 작성할 사람

postmortem-summary = 요약
postmortem-fill-summary = 이 부분만 따로 공개할 수 있는 두세 문장. 고객이 겪은 현상, 지속 시간, 조치 내용
postmortem-seen = 최초 현상
postmortem-fill-seen = 처음 확인된 현상과 발견한 사람
postmortem-last-update = 마지막 상황 공유 ({ $at })
postmortem-detection = 감지 경로
postmortem-place = 장애 지점
postmortem-fill-place = 문제가 생긴 구성 요소나 처리 단계
postmortem-recovery = 복구 방법

postmortem-impact = 영향
postmortem-impact-who = 영향 대상
postmortem-fill-impact-who = 영향을 받은 고객이나 팀, 그 수
postmortem-impact-what = 할 수 없었던 일
postmortem-fill-impact-what = 고객의 표현으로, 실패한 요청 수 등의 수치와 함께
postmortem-impact-long = 영향 시간
postmortem-fill-impact-long = 영향을 받은 첫 요청과 마지막 요청의 시각(시간대 포함)
postmortem-impact-cost = 손실
postmortem-fill-impact-cost = 매출, 데이터, 계약, 법적 의무. 없었다면 "없음"

postmortem-key-times = 주요 시각
postmortem-moment = 시점
postmortem-time = 시각
postmortem-since-declared = 선언 후 경과
postmortem-since-before = 직전 시점 후 경과
postmortem-occurred = 발생
postmortem-fill-occurred = 장애가 시작된 시각
postmortem-detected = 감지
postmortem-fill-detected = 처음 알아차린 시각
postmortem-declared = 선언
postmortem-announced = 공지
postmortem-acknowledged = 대응 시작 (장애 지휘자 지정)
postmortem-first-update = 첫 상황 공유
postmortem-entered = { $stage } 단계 첫 진입
postmortem-mitigated = 조치 완료
postmortem-resolved = 해결
postmortem-closed = 종료

postmortem-roles = 역할
postmortem-no-roles = 역할을 맡은 사람이 없습니다.
postmortem-role = 역할
postmortem-holder = 맡은 사람
postmortem-from = 시작
postmortem-until = 끝

postmortem-updates = 상황 공유
postmortem-no-updates = 공유된 상황이 없습니다.
postmortem-update = 상황 공유 { $number }
postmortem-update-what = 상황
postmortem-update-impact = 영향
postmortem-update-doing = 조치
postmortem-update-next = 다음 상황 공유 예정
postmortem-update-outside = 외부 공지: { $what }
postmortem-update-corrected = { $at } { $who } 님이 수정했습니다. 수정 전 내용:

postmortem-decisions = 결정 사항
postmortem-no-decisions = 기록된 결정이 없습니다.
postmortem-decision = 결정
postmortem-reason = 이유

postmortem-attempts = 복구 시도
postmortem-no-attempts = 기록된 복구 시도가 없습니다.
postmortem-attempt = 시도
postmortem-outcome = 결과
postmortem-details = 내용
postmortem-attempted = 복구 시도: { $way } ({ $outcome })

postmortem-timeline = 타임라인
postmortem-who = 누가
postmortem-what = 내용

postmortem-changes = 장애 선언 전 24시간 동안의 변경 사항
postmortem-changes-between = 배포, 설정, 데이터, 인프라, 트래픽, 외부 연동. 대상 기간: { $from } ~ { $to }
postmortem-change = 변경 사항
postmortem-link = 링크
postmortem-fill-change = 변경된 내용. 없다면 "확인된 변경 없음"

postmortem-whys = 5 Whys
postmortem-whys-hint = 첫 질문은 장애를 겪은 고객의 입장에서 시작합니다. 단계는 필요한 만큼 줄이거나 늘리고, 답마다 근거를 남깁니다.
postmortem-why-customer = 고객인 나는 왜 하려던 일을 할 수 없었나?
postmortem-why-next = 그 일은 왜 일어났나? (답변 { $before })
postmortem-answer = 답변
postmortem-fill-answer = 원인을 한 문장으로
postmortem-evidence = 근거
postmortem-fill-evidence = 이를 보여 주는 그래프, 로그, 커밋, 티켓

postmortem-lessons = 돌아보기
postmortem-went-well = 잘된 점
postmortem-fill-went-well = 다음에도 똑같이 하고 싶은 것
postmortem-went-wrong = 아쉬웠던 점
postmortem-fill-went-wrong = 시간이 지체되거나 상황이 나빠진 이유. 실패한 시도도 포함하고, 사람 이름 대신 역할로 적습니다
postmortem-lucky = 운이 좋았던 점
postmortem-fill-lucky = 더 나빠질 수 있었지만 그러지 않은 것

postmortem-action-items = 재발 방지 대책
postmortem-action-items-hint = 유형: 예방, 조기 감지, 신속 복구. 기한 구분: 단기(2일 이내), 중기, 장기. 임시 조치에는 근본 원인을 없애는 대책을 함께 적습니다.
postmortem-action = 대책
postmortem-kind = 유형
postmortem-horizon = 기한 구분
postmortem-action-owner = 담당자
postmortem-due = 완료 기한
postmortem-ticket = 티켓
postmortem-fill-action = 무엇을 할 것인지

postmortem-people = 참여자와 검토자
postmortem-participants = 참여자
postmortem-reviewers = 검토자
postmortem-fill-reviewers = 읽고 승인한 사람

## 타임라인에 남는 사실

fact-declared = { $severity } 선언: { $title }
fact-service = 서비스: { $service }
fact-seen = 현상: { $text }
fact-announced = 장애 공지 게시
fact-channel-opened = 장애 채널 #{ $name } 생성
fact-severity-changed = 심각도: { $from } → { $to }
fact-stage-changed = 단계: { $from } → { $to }
fact-role-given = { $role }: { $who }
fact-role-left = { $role }: { $who } 내려놓음
fact-update-posted = 상황 공유: { $text }
fact-nothing-new = 변동 없음. 다음 상황 공유 예정: { $at }
fact-nothing-new-at-the-end = 변동 없음
fact-reminded = 상황 공유 알림. 예정 시각: { $at }
fact-escalated = 상황 공유 지연 알림. 대상: { $whom }. 예정 시각: { $at }
fact-asked-to-command-channel = 채널에 지휘자 요청
fact-asked-to-command-groups = 에스컬레이션 그룹에 지휘자 요청
fact-snoozed = 알림을 { $at }까지 미룸
fact-noted = 메모: { $text }
fact-decided = 결정: { $what }
fact-tried = 복구 시도: { $way } ({ $outcome })
fact-corrected = { $entry } 기록 정정
fact-struck = { $entry } 기록 삭제 표시
fact-corrected-by = 정정: { $who } · { $at }
fact-corrected-time = 정정: { $who } · { $at }. 이전 시각: { $was }
fact-struck-by = 삭제 표시: { $who } · { $at }
fact-time-set = 주요 시각: { $moment }
fact-time-set-again = 주요 시각: { $moment }. 이전 값: { $was }
fact-quoted = 발언: { $text }
fact-message = Slack 메시지
fact-kept-by = 추가: { $who }
fact-let-go = 메시지를 타임라인에서 뺌
fact-resolved = 해결. 복구 방법: { $recovery }. 감지 경로: { $detection }.
fact-closed = 종료
fact-closed-with-owner = 종료. 포스트모템 담당자: { $owner }
fact-reopened = 다시 열림
fact-gave-up = { $errand } 실패, 재시도하지 않음: { $why }
fact-reason = 사유: { $reason }
fact-recorded = 기록 시각: { $at }
