## 누가 무엇을 할 수 있는지

refused-not-allowed = { $action } 권한은 { $groups } 그룹에만 있습니다. 그룹 구성원에게 대신 부탁하거나, Slack에서 그룹에 추가해 달라고 요청하세요. 방금 추가되었다면 Slack에 다시 확인하는 중이니 몇 초 뒤에 다시 시도해 주세요.
refused-groups-unsaid = { $action } 권한은 정해진 사용자 그룹에만 있는데, 그룹 구성원을 아직 Slack에서 확인하지 못했습니다. 바뀐 것은 없습니다. 다시 확인하는 중이니 1분 뒤에 다시 시도해 주세요. 계속 이렇다면 Firebell 운영자가 `firebell check` 명령으로 원인을 확인할 수 있습니다.
refused-nobody-allowed = { $action } 권한이 있는 사용자 그룹이 Slack에 없거나 비활성화되어 있어 지금은 아무도 할 수 없습니다. Firebell 운영자가 설정의 `[permissions]` 항목에서 바로잡을 수 있습니다. 어느 그룹인지는 `firebell check` 명령으로 확인할 수 있습니다.

action-declare = 장애 선언
action-private = 비공개 장애 선언 및 전환
action-drill = 훈련 선언
action-severity = 심각도 변경
action-stage = 단계 변경
action-roles = 역할 변경
action-update = 상황 공유
action-timeline = 타임라인 기록
action-resolve = 장애 해결 처리
action-close = 장애 종료
action-reopen = 장애 다시 열기
action-cancel = 장애 취소 및 병합
action-export = 포스트모템 내보내기
