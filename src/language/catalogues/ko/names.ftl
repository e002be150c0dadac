## 선택지의 이름

role-commander = 장애 지휘자
role-triage = 초동 분석 담당
role-communications = 커뮤니케이션 담당
role-responder = 대응자

stage-detected = 감지
stage-triage = 초동 분석
stage-escalated = 에스컬레이션
stage-mitigating = 조치 중
stage-monitoring = 모니터링
stage-ready = 종료 대기
stage-closed = 종료

recovery-scale-out = 증설
recovery-rollback = 롤백
recovery-hotfix = 핫픽스
recovery-replacement = 교체 또는 페일오버
recovery-restart = 재시작
recovery-configuration = 설정 변경
recovery-other = 기타

outcome-worked = 성공
outcome-failed = 실패
outcome-unknown = 결과 확인 중

moment-occurred = 발생
moment-detected = 감지
moment-declared = 선언
moment-announced = 공지
moment-acknowledged = 대응 시작
moment-mitigated = 조치 완료
moment-resolved = 해결
moment-closed = 종료

detection-system-alarm = 시스템 알람
detection-business-metric = 비즈니스 지표
detection-external-system = 외부 시스템
detection-customer-centre = 고객센터
detection-staff = 임직원

severity-sev0-name = 치명적
severity-sev0-help = 서비스 전면 중단, 큰 매출 손실, 법적·규제 위험. 지금 바로 전원 대응합니다.
severity-sev1-name = 높음
severity-sev1-help = 많은 사용자가 영향을 받고 일부 기능만 동작합니다. 밤낮없이 바로 대응합니다.
severity-sev2-name = 보통
severity-sev2-help = 일부 사용자나 기능만 영향을 받거나 우회할 수 있습니다. 오늘 업무 시간에 대응합니다.
severity-sev3-name = 낮음
severity-sev3-help = 화면 표시 문제이거나 사내에만 영향이 있습니다. 이번 주에 여유가 있을 때 고칩니다.

## 끝내 하지 못한 일: "<일>에 실패했습니다"

errand-announce = 장애 공지 게시
errand-refresh-announcement = 장애 공지 갱신
errand-open-channel = 장애 채널 생성
errand-post-panel = 제어판 게시
errand-pin-panel = 제어판 고정
errand-refresh-panel = 제어판 갱신
errand-set-topic = 채널 주제 설정
errand-invite-people = 참여자 초대
errand-invite-groups = 사용자 그룹 초대
errand-say = 메시지 게시
errand-remind = 알림 게시
errand-refresh-reminder = 알림 갱신
errand-unknown = 이 버전에서 알 수 없는 작업
errand-read-message = 메시지의 타임라인 기록
errand-upload-postmortem = 포스트모템 업로드

obstacle-another-version = 다른 버전의 Firebell이 남긴 작업
obstacle-no-channel = 장애 채널이 없음
obstacle-never-ready = 먼저 필요한 작업이 끝나지 않음
obstacle-rate-limit = Slack 호출 한도 초과
obstacle-no-answer = Slack 응답을 확인할 수 없음
obstacle-database = 데이터베이스 오류
obstacle-bug = Firebell 내부 오류
obstacle-is-archived = 보관된 채널
obstacle-channel-not-found = 채널이 없거나 Firebell이 들어가 있지 않음
obstacle-not-in-channel = Firebell이 채널에 들어가 있지 않음
errand-brief = 역할 안내 보내기
errand-tell = 이해관계자 채널 공지
errand-heads-up = 비공개 사전 알림
errand-inform = 장애 공지 스레드 게시
errand-retire-reminder = 지난 알림의 버튼 정리
errand-retire-plea = 지휘자 요청의 버튼 정리
errand-retire-offer = 전달 실패 메시지의 버튼 정리

## 상황 공유가 늦어질 때 부르는 사람

escalation-communications = 커뮤니케이션 담당
escalation-owner = 담당자
escalation-groups = 에스컬레이션 그룹

review-organisation = 조직 전체
review-team = 담당 팀
