# The page around the conversations.

people-title = { $team }: 누구로 들어갈까요?
people-lead = 여기 있는 사람은 모두 가상의 인물입니다. 한 사람을 고르세요. 창을 하나 더 열면 다른 사람이 될 수 있습니다.
welcome = 채널을 선택하세요
welcome-lead = 설치된 앱의 명령을 써 볼 수도 있습니다.

skip-to-composer = 메시지 입력란으로 건너뛰기
conversations = 대화
channels = 채널
other-channels = 다른 채널 { $count }개
direct-messages = 다이렉트 메시지
apps = 앱
mentions = 멘션 { $count }건
unread = 읽지 않음
sign-public = 채널
sign-private = 비공개 채널
sign-group = 그룹 대화
sign-archived = 보관된 채널
new-channel = + 새 채널
new-channel-name = 이름
make-private = 비공개
create = 만들기

app-clock = { $app } 시계
shortcuts = 바로 가기
inspector = 통신 보기
settings = 언어와 색상
language = 언어
theme = 색상
theme-system = 시스템 설정
theme-light = 밝게
theme-dark = 어둡게
switch-person = 다른 사람으로 전환
in-new-window = { $name } 창 새로 열기

members = 멤버 { $count }명
pins = 고정 { $count }개
canvas = 캔버스
bookmarks = 북마크
leave = 나가기
join = 채널 참여
you-are-looking = #{ $channel } 채널을 둘러보고 있습니다.
channel-is-archived = 보관된 채널이라 메시지를 쓸 수 없습니다.
home-tab = 홈
messages-tab = 메시지
no-home = { $app } 홈에 아직 표시할 내용이 없습니다.
app-conversation = { $app } 앱과 나누는 대화의 시작입니다.

messages = 메시지
message-by = { $name }의 메시지
app-tag = 앱
only-you = 나만 볼 수 있음
pinned = 고정됨
edited = (편집됨)
message-deleted = 삭제된 메시지입니다.
new-messages = 새 메시지
load-older = 이전 메시지 불러오기
to-newest = 최신 메시지로 이동
beginning = 대화의 시작입니다.
replies = 댓글 { $count }개
last-reply = 마지막 댓글 { $time }
reactions = 반응

message-actions = 메시지 작업
add-reaction = 반응 추가
emoji-name = 이모지 이름
add = 추가
reply-in-thread = 스레드에 댓글 달기
message-more = 더 보기
pin = 채널에 고정
unpin = 고정 해제
copy-link = 링크 복사
edit-message = 메시지 편집
delete-message = 메시지 삭제
save = 저장
dismiss = 지우기
download = 다운로드

thread = 스레드
reply = 댓글 달기…
also-send-to-channel = 채널에도 보내기
message-to = { $place }에 메시지 보내기
send = 보내기
suggestions = 추천
calls-everybody = 여기 있는 모두에게 알림
add-people = 사용자 추가
pinned-by = { $name } 님이 고정함
show-message = 보기
no-preview = 미리 볼 수 없는 파일입니다.
handle = 사용자 이름
title = 직책
local-time = 현지 시간
user-id = 멤버 ID
gone = 더 이상 존재하지 않습니다

close = 닫기
cancel = 취소
back = 뒤로
connection-lost = 연결이 끊겼습니다. 샌드박스가 실행 중인지 확인하세요.
act-failed = 처리하지 못했습니다.

note-joined = { $name } 님이 채널에 참여했습니다
note-left = { $name } 님이 채널을 나갔습니다
note-topic = { $name } 님이 채널 주제를 설정했습니다:
note-purpose = { $name } 님이 채널 설명을 설정했습니다:
note-renamed = { $name } 님이 채널 이름을 바꿨습니다: { $old } → { $new }
note-archived = { $name } 님이 채널을 보관했습니다
note-unarchived = { $name } 님이 채널 보관을 해제했습니다

