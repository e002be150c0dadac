## 누가 어떤 역할을 맡을 수 있는가

duties-question = :warning: { $person } 님은 이미 { $beside } 역할을 맡고 있습니다. 이해관계자와 소통하는 사람이 지휘나 복구까지 함께 맡으면 둘 다 놓치기 쉽습니다. 가능하면 다른 분이 맡아 주세요.
duties-take-anyway = 그래도 맡기
duties-give-anyway = 그래도 지정하기
refused-duties-kept-apart = { $person } 님은 이미 { $beside } 역할을 맡고 있어 { $role } 역할을 함께 맡을 수 없습니다. 이해관계자와 소통하는 사람은 지휘나 복구를 함께 맡지 않습니다. 다른 분에게 맡기거나, 지금 역할을 먼저 넘겨 주세요: { $ways }
line-role-beside = { $person } 님은 { $beside } 역할도 함께 맡고 있습니다.
roles-and = { $roles }·{ $role }
said-role-beside = { $role }: { $person } ({ $beside } 겸임, 분리해야 하는 역할)
fact-role-beside = { $beside } 겸임, 분리해야 하는 역할
