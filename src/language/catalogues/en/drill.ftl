## Drills.

drill-mark = [DRILL]
drill-channel = drill
declare-manner = Special kind
declare-drill = Drill
declare-drill-hint = Nothing is wrong: everything is marked [DRILL] and counts in no figure.
postmortem-drill = **This was a drill.** Nothing was wrong, and no figure counts it.
refused-drill-beside = { $number } and { $asked } cannot be linked: one of them is a drill, the other one is real. To cancel { $number } by itself, type `{ $command } cancel { $number } because …`.
