## Services: which one an incident is about, and what follows from that.

panel-service-none = not chosen yet
panel-service-owner = owner { $group }
panel-service-choose = Choose…
panel-service-change = Change…
panel-runbooks = :books: Runbooks: { $links }

service-title = { $number } service
service-submit = Save
service-hint = Whoever is named for the service is invited, and its stakeholders are told. Nobody is removed from the channel.
service-private = :lock: This incident is private, so *nobody is called or told* on account of its service. Bring in whoever is needed with `/invite @name`, or by giving them a role.
service-quiet-drill = This drill is a quiet one, so *nobody is called or told* on account of its service. Bring in whoever is to take part with `/invite @name`.

line-service = { $by } set the service of { $number } to *{ $to }*.
line-service-changed = { $by } moved { $number } from *{ $from }* to *{ $to }*.
said-service = service: { $to }
said-service-changed = service { $from } → { $to }
fact-service-chosen = Service: { $to }
fact-service-changed = Service changed from { $from } to { $to }
answer-service = { $number } is now about { $service }.

action-service = Changing the service
refused-no-such-service = There is no service "{ $asked }". Choose one of these: { $known }.
refused-service-already = { $number } is already about { $service }. For another one: `{ $command } service { $number } …`

postmortem-moved = Moved to another service
