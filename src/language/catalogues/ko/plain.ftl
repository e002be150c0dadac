## 서식 없는 글에서 이름을 알 수 없을 때 쓰는 말

plain-somebody = 이름을 알 수 없는 사용자
plain-some-group = 사용자 그룹
plain-some-channel = 채널
