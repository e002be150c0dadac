## 사람이 직접 바꾸는 상태 페이지

external-page-too = 상태 페이지({ $page })에도 올려 주세요. 올릴 문구는 보낸 상황 공유 아래에 나옵니다.
external-page-alone = *외부 공지.* 상태 페이지({ $page })에 직접 올릴 내용입니다. 올릴 문구는 보낸 상황 공유 아래에 나옵니다.
preview-by-hand = { $page } (직접 올림)

page-owed = :globe_with_meridians: *상태 페이지에 아직 올리지 않았습니다:* { $page }
page-confirm = 상태 페이지에 올렸습니다
page-shown = { $at } 상태 페이지에 올림 · { $by }
refused-page-awaits-none = { $number } 장애의 이 상황 공유는 이제 상태 페이지에 올릴 내용이 아닙니다. 그사이 문구가 바뀌었거나 새 문구가 나왔습니다. 장애 채널의 마지막 상황 공유에 있는 문구를 올린 뒤 그 아래 버튼을 눌러 주세요.

said-status-page-updated = 상태 페이지 갱신: { $text }
fact-status-page-updated = 상태 페이지 갱신: { $text }
postmortem-status-page-updated = 상태 페이지 갱신
