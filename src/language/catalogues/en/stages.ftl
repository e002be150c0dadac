## How long an incident stays in a stage.

list-stay = { $stage } for { $stay }
list-over-limit = over its limit of { $limit }
panel-over-limit = { $stage }, over its limit of { $limit } since { $since }
line-over-limit = { $owner } { $number } has been in *{ $stage }* for { $stay }, over its limit of { $limit }. Please move it on, or say what it is waiting for.
said-over-limit = still in { $stage } after { $limit }
fact-over-limit = Still in { $stage } after { $limit }
