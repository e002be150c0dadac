## 양식

form-cancel = 취소

form-close = 닫기
form-choose = 선택…
declare-title = 장애 선언
declare-submit = 비상벨 울리기
declare-what = 무엇이 문제인가요?
declare-what-hint = 짧은 한마디면 충분합니다. 나머지는 나중에 적어도 됩니다.
declare-what-example = 카드 결제가 되지 않습니다
declare-severity = 심각도
declare-seen = 어떤 현상이 보이나요?
declare-seen-hint = 수치, 오류 메시지, 시작 시각 등 지금 아는 만큼 적어 주세요.
declare-seen-example = 11시 10분쯤부터 카드 결제의 30%가 실패합니다
declare-message = 메시지 내용
declare-message-hint = 공지에 실리고 작성자의 이름으로 타임라인에 기록됩니다. 공개하면 안 되는 내용은 지워 주세요. 모두 지우면 메시지를 기록하지 않습니다.
declare-service = 서비스
declare-service-example = 결제

update-title = { $number } 상황 공유
update-submit = 공유하기
update-hint = *{ $title }*
    서비스를 쓰는 사람의 말로 적어 주세요.
update-what-happened = 무슨 일이 있었나요?
update-what-happened-example = 카드 결제가 되지 않습니다
update-impact = 누가, 무엇이 영향을 받나요?
update-impact-example = 국내 카드 결제의 약 30%. 계좌 이체는 정상입니다
update-doing = 지금 무엇을 하고 있나요?
update-doing-example = 10시 50분 배포를 롤백하고 있습니다
update-next = 다음 상황 공유 시각
update-next-hint = 지켜야 할 약속입니다. 이 시각에 알림이 옵니다.
update-next-hint-resolved = 해결되었으므로 다음 상황 공유는 없어도 됩니다. 한 번 더 공유하기로 약속할 때만 시각을 고르세요. 그때 알림이 옵니다.

keep-title = 타임라인에 추가
keep-submit = 추가
keep-incident = 장애
keep-incident-newest = 진행 중인 장애 가운데 Slack에 표시할 수 있는 만큼, 최근 것만 보입니다. 더 오래된 장애에는 { $command } 기록 INC-42 … 명령으로 적어 주세요.
keep-text = 무슨 일이 있었나요?
keep-text-hint = 원래 메시지는 그대로 두고 링크로 연결합니다.
keep-time = 언제였나요?
keep-time-hint = 메시지를 쓴 시각과 다르면 실제로 일어난 시각을 골라 주세요.

resolve-title = { $number } 해결
resolve-submit = 해결
resolve-hint = *{ $title }*
    영향이 모두 끝났나요? 어떻게 복구했고 어떻게 감지했는지 골라 주세요.
resolve-recovery = 복구 방법
resolve-detection = 감지 경로
