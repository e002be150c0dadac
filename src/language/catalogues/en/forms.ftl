## Forms.

form-cancel = Cancel

form-close = Close
form-choose = Choose…
declare-title = Declare an incident
declare-submit = Ring the bell
declare-what = What is wrong?
declare-what-hint = A few words are enough. Everything else can follow.
declare-what-example = Customers can't pay by card
declare-severity = Severity
declare-seen = What do you see?
declare-seen-hint = Numbers, error messages, since when: whatever you know.
declare-seen-example = 30 % of card payments fail since about 11:10
declare-message = What the message says
declare-message-hint = This is announced, and goes onto the timeline in its author's name. Take out what is not meant for that; leave nothing, and the message is not on the timeline.
declare-service = Service
declare-service-example = checkout

update-title = Update on { $number }
update-submit = Post update
update-hint = *{ $title }*
    Write for those who use the service.
update-what-happened = What happened?
update-what-happened-example = Customers can't pay by card
update-impact = Who or what is affected?
update-impact-example = About 30 % of card payments in Korea; transfers work
update-doing = What are we doing now?
update-doing-example = Rolling back the release of 10:50
update-next = Next update at
update-next-hint = This is a promise: the reminder comes at this time.
update-next-hint-resolved = It is resolved, so no further update is owed. Choose a time only to promise one: the reminder comes then.

keep-title = Add to timeline
keep-submit = Add
keep-incident = Incident
keep-incident-newest = These are the newest open incidents, as many as Slack lists. For an older one, type { $command } note INC-42 … instead.
keep-text = What happened?
keep-text-hint = The message itself is linked and stays as it is.
keep-time = When?
keep-time-hint = When it happened, if that was not when the message was written.

resolve-title = Resolve { $number }
resolve-submit = Resolve
resolve-hint = *{ $title }*
    Is it over for everyone affected? Say how you recovered and how it was noticed.
resolve-recovery = Recovery method
resolve-detection = Detection method
