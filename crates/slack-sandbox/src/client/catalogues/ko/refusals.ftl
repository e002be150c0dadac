# Why the client does not do what was asked.

refusal = 여기서는 할 수 없는 작업입니다.
refusal-empty = 필수 입력란입니다. 값을 입력하세요.
refusal-too-long = 입력한 내용이 너무 깁니다.
refusal-too-short = 입력한 내용이 너무 짧습니다.
refusal-email = 올바른 이메일 주소를 입력하세요.
refusal-url = 올바른 URL을 입력하세요.
refusal-number = 올바른 숫자를 입력하세요.
refusal-range = 허용 범위를 벗어난 숫자입니다.
refusal-date = 올바른 날짜와 시간을 입력하세요.
refusal-too-many = 선택할 수 있는 개수를 넘었습니다.
refusal-not-offered = 선택할 수 없는 항목입니다.
refusal-query = 검색어를 조금 더 입력하세요.
refusal-status = 서버 오류의 상태 코드는 500에서 599 사이여야 합니다.

refusal-name-taken = 이미 사용 중인 채널 이름입니다.
refusal-name-empty = 채널 이름을 입력하세요.
refusal-name-length = 채널 이름은 80자까지 쓸 수 있습니다.
refusal-name-letters = 채널 이름에는 소문자, 숫자, 하이픈, 밑줄만 쓸 수 있습니다.
refusal-not-member = 먼저 채널에 참여하세요.
refusal-archived = 보관된 채널이라 메시지를 쓸 수 없습니다.
refusal-no-channel = 볼 수 없는 채널입니다.
refusal-join = 참여할 수 없는 채널입니다.
refusal-general = 전체 채널에서는 나갈 수 없습니다.
refusal-already-in = 이미 채널에 참여 중인 사용자입니다.
refusal-guest = 게스트는 할 수 없는 작업입니다.
refusal-no-person = 더 이상 워크스페이스에 없는 사용자입니다.

refusal-no-text = 메시지 내용을 입력하세요.
refusal-no-message = 더 이상 존재하지 않는 메시지입니다.
refusal-not-yours = 내가 쓴 메시지만 바꿀 수 있습니다.
refusal-emoji = 그런 이름의 이모지가 없습니다.
refusal-already = 이미 처리되었습니다.
refusal-gone = 그사이 내용이 바뀌었습니다. 다시 확인해 주세요.
refusal-shortcut = 앱에서 제공하지 않는 바로 가기입니다.

nothing-here = 아무것도 없거나, 이 사람이 볼 수 없는 페이지입니다.
choose-a-person = 사람 선택하기
