## What was changed shortly before an incident, or meanwhile.

line-changed = { $by } noted a change made { $at }: { $what }
said-changed = change: { $what }
said-change-link = details
answer-changed = The change is on the timeline of { $number }, and its channel was told.
answer-changed-time = It happened at { $at } (time zone { $zone }).
fact-changed = Change: { $what }
mistake-changed = What was changed? For example `{ $command } changed at 10:50 Deployed checkout 2.14 https://ci.example.com/7`. The time and the link may be left out.
