## 단계에 머무는 시간

list-stay = { $stage } 단계 { $stay }째
list-over-limit = 기준 { $limit } 초과
panel-over-limit = { $stage }, { $since }부터 기준 { $limit } 초과
line-over-limit = { $owner }, { $number } 장애가 *{ $stage }* 단계에 { $stay } 동안 머물러 있습니다(기준 { $limit }). 다음 단계로 옮기거나 무엇을 기다리는지 알려 주세요.
said-over-limit = { $limit } 넘게 { $stage } 단계에 머무름
fact-over-limit = { $limit } 넘게 { $stage } 단계에 머무름
