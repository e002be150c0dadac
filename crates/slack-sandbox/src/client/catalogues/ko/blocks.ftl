# Slack's texts and blocks.

private-channel = 비공개 채널

month = { $month }월
month-short = { $month }월
weekday = { $weekday ->
    [1] 월요일
    [2] 화요일
    [3] 수요일
    [4] 목요일
    [5] 금요일
    [6] 토요일
   *[7] 일요일
}
date = { $year }년 { month } { $day }일
date-this-year = { month } { $day }일
date-short = { $year }년 { month } { $day }일
date-short-this-year = { month } { $day }일
date-long = { $year }년 { month } { $day }일 { weekday }
date-slash = { $year }/{ $padded_month }/{ $padded_day }
divider-day = { month } { $day }일 { weekday }
divider-today = 오늘
divider-yesterday = 어제
divider-tomorrow = 내일
today = 오늘
yesterday = 어제
tomorrow = 내일
half = { $half ->
    [am] 오전
   *[pm] 오후
}
time = { half } { $hour }:{ $minute }
time-seconds = { half } { $hour }:{ $minute }:{ $second }
just-now = 방금
units = { $unit ->
    [minute] 분
    [hour] 시간
   *[day] 일
}
time-ago = { $count }{ units } 전
time-ahead = { $count }{ units } 후

optional = (선택 사항)
choose = 옵션 선택
choose-many = 옵션 선택
choose-person = 사용자 선택
choose-people = 사용자 선택
choose-channel = 채널 선택
choose-channels = 채널 선택
choose-conversation = 대화 선택
choose-conversations = 대화 선택
choose-files = 파일 선택
choose-date = 날짜 선택
choose-time = 시간 선택
search = 검색
clear = 지우기
remove = { $name } 제거
nothing-found = 결과 없음
type-more = { $count }자 이상 입력하세요
loading-options = 불러오는 중…
options-failed = 옵션을 불러오지 못했습니다.
more-actions = 추가 작업
at-least = { $least }자 이상
confirm = 확인
deny = 취소
are-you-sure = 계속하시겠습니까?
times-in-zone = { $zone } 기준 시간
unknown-block = 알 수 없는 블록
unknown-element = 알 수 없는 요소
picture-elsewhere = { $host }의 이미지(여기서는 불러오지 않음)
picture-in-workspace = 이미지
open-picture = 이미지 열기
video = 동영상
remote-file = 외부에 보관된 파일
alert-info = 안내
alert-warning = 주의
alert-error = 오류
alert-success = 성공
status-pending = 할 일
status-in_progress = 진행 중
status-complete = 완료
status-error = 실패
sources = 출처
helpful = 도움이 됨
not-helpful = 도움이 되지 않음
